/** A few choices of which one holds, as radio buttons in a row; the choice stands in the address. */

import { setParams } from "../state/address.ts";

interface SegmentsProps {
  /** Name of the parameter in the address. */
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
}

/** The choices; the first is the usual one and leaves the address clean. */
export function Segments({ name, label, value, options }: SegmentsProps) {
  return (
    <fieldset class="seg">
      <legend class="vh">{label}</legend>
      {options.map(([option, text], index) => (
        <label key={option}>
          <input
            type="radio"
            name={name}
            value={option}
            checked={option === value}
            onChange={() => setParams({ [name]: index === 0 ? null : option })}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
