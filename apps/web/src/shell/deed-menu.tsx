/** The ⋯ of a row or a card: what can be done with what it shows. */

import { Dots } from "./icons.tsx";
import { Popover } from "./popover.tsx";

/** One thing that can be done. */
export interface MenuDeed {
  readonly text: string;
  readonly act: () => void;
}

interface DeedMenuProps {
  /** Name of the button for assistive technology. */
  readonly name: string;
  readonly deeds: readonly MenuDeed[];
}

/** The button with its menu, which shuts before anything is done. */
export function DeedMenu({ name, deeds }: DeedMenuProps) {
  return (
    <Popover label={<Dots />} name={name} buttonClass="btn btn--quiet btn--icon">
      {(close) => (
        <div class="menu">
          {deeds.map(({ text, act }) => (
            <button
              key={text}
              type="button"
              onClick={() => {
                close();
                act();
              }}
            >
              {text}
            </button>
          ))}
        </div>
      )}
    </Popover>
  );
}
