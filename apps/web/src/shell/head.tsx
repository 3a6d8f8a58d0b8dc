/** The head of every page: model, building, pages, clock, language, theme and who is logged in. */

import { formatDateTime } from "@mega/locale";
import { inside } from "../state/address.ts";
import { account } from "../state/login.ts";
import { nowAt } from "../state/readings.ts";
import { gateway, language, timeZone } from "../state/session.ts";
import { AccountMenu } from "./account-menu.tsx";
import { Logo } from "./icons.tsx";
import { LanguageChoice } from "./language-choice.tsx";
import { useNarrow } from "./narrow.ts";
import { Nav } from "./nav.tsx";
import { ThemeButton } from "./theme-button.tsx";

/** The head of the page with this name. */
export function Head({ page }: { readonly page: string | undefined }) {
  const narrow = useNarrow();
  const info = gateway.value;
  return (
    <header class="top">
      <a class="brand" href={inside("/")} data-inside>
        <Logo />
        <b>
          MEGA<span>{info?.model.slice(4)}</span>
        </b>
      </a>
      <div class="where">
        <b>{info?.location}</b>
        <span>{info === null ? "" : `:${info.mac.slice(-8)}`}</span>
      </div>
      <Nav page={page} />
      <div class="end">
        {nowAt.value === null ? null : (
          <span class="clock">{formatDateTime(nowAt.value, timeZone.value, language.value)}</span>
        )}
        {narrow && account.value !== null ? null : <LanguageChoice narrow={narrow} />}
        <ThemeButton />
        {account.value === null ? null : <AccountMenu account={account.value} narrow={narrow} />}
      </div>
    </header>
  );
}
