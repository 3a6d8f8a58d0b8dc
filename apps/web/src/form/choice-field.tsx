/** A choice from a list, and a switch. */

import { described, Field, type FieldProps } from "./text-field.tsx";

interface ChoiceFieldProps extends FieldProps {
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChoose: (value: string) => void;
  /** The first field of a dialog. */
  readonly autofocus?: boolean;
}

/** A choice from a few. */
export function ChoiceField(props: ChoiceFieldProps) {
  const { id, value, options, onChoose, autofocus = false } = props;
  return (
    <Field {...props}>
      <select
        class="select"
        id={id}
        value={value}
        autofocus={autofocus}
        {...described(props)}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** On or off. */
export function SwitchField(props: {
  readonly label: string;
  readonly checked: boolean;
  readonly onCheck: (checked: boolean) => void;
  readonly disabled?: boolean;
}) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={props.checked}
        disabled={props.disabled === true}
        onChange={(event) => props.onCheck(event.currentTarget.checked)}
      />
      {props.label}
    </label>
  );
}
