/** A day of the building. */

import { described, Field, type FieldProps } from "../../form/text-field.tsx";

interface DayFieldProps extends FieldProps {
  /** "2026-05-01"; "" for none. */
  readonly value: string;
  readonly onTyped: (day: string) => void;
  readonly autofocus?: boolean;
}

/** The field, with the browser's own calendar. */
export function DayField(props: DayFieldProps) {
  const { id, value, onTyped, autofocus = false } = props;
  return (
    <Field {...props}>
      <input
        class="input"
        id={id}
        type="date"
        autofocus={autofocus}
        value={value}
        {...described(props)}
        onInput={(event) => onTyped(event.currentTarget.value)}
      />
    </Field>
  );
}
