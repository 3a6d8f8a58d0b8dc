/** Who is here, and the way out. */

import { Person } from "../../shell/icons.tsx";
import { LanguageChoice } from "../../shell/language-choice.tsx";
import { Popover } from "../../shell/popover.tsx";
import { inside } from "../../state/address.ts";
import { failureText, words } from "../../state/session.ts";
import type { KeptOwner } from "../offline/kept-answers.ts";
import { logOut } from "../state/session.ts";
import { shellWords } from "../state/words.ts";
import { failure } from "./banners.tsx";

interface PersonMenuProps {
  readonly person: KeptOwner;
  readonly narrow: boolean;
}

/** The button with the name, and its menu. */
export function PersonMenu({ person, narrow }: PersonMenuProps) {
  const { access } = words.value;
  const { pages, roles } = shellWords.value;
  return (
    <Popover
      label={narrow ? <Person /> : person.name}
      name={access.menu(person.name)}
      buttonClass={narrow ? "btn btn--quiet btn--icon" : "btn btn--quiet who"}
    >
      {(close) => (
        <div class="menu account">
          <p>
            <b>{person.name}</b>
            <span>{person.roles.map((role) => roles[role]).join(", ")}</span>
          </p>
          {narrow ? <LanguageChoice narrow={false} /> : null}
          <a href={inside("/account")} data-inside onClick={close}>
            {pages.account}
          </a>
          <button
            type="button"
            onClick={() => {
              close();
              logOut().catch((error: unknown) => {
                failure.value = failureText(error).text;
              });
            }}
          >
            {access.logOut}
          </button>
        </div>
      )}
    </Popover>
  );
}
