/** Who is logged in, and what one may do with the own account. */

import type { SessionAnswer } from "@mega/contract";
import { logOut, ownPasswordOpen } from "../state/login.ts";
import { failure } from "../state/readings.ts";
import { failureText, words } from "../state/session.ts";
import { Person } from "./icons.tsx";
import { LanguageChoice } from "./language-choice.tsx";
import { Popover } from "./popover.tsx";

interface AccountMenuProps {
  readonly account: NonNullable<SessionAnswer["account"]>;
  readonly narrow: boolean;
}

/** The button with the name, and its menu. */
export function AccountMenu({ account, narrow }: AccountMenuProps) {
  const { access } = words.value;
  return (
    <Popover
      label={narrow ? <Person /> : account.name}
      name={access.menu(account.name)}
      buttonClass={narrow ? "btn btn--quiet btn--icon" : "btn btn--quiet who"}
    >
      {(close) => (
        <div class="menu account">
          <p>
            <b>{account.name}</b>
            <span>{access.roles[account.role]}</span>
          </p>
          {narrow ? <LanguageChoice narrow={false} /> : null}
          <button
            type="button"
            onClick={() => {
              close();
              ownPasswordOpen.value = true;
            }}
          >
            {access.changePassword}…
          </button>
          <button
            type="button"
            onClick={() => {
              close();
              logOut().catch((error: unknown) => {
                failure.value = failureText(error);
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
