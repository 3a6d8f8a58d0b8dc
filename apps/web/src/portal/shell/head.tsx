/** The head of every page: the product, the pages of one's roles, language, theme, and who is here. */

import { Logo } from "../../shell/icons.tsx";
import { LanguageChoice } from "../../shell/language-choice.tsx";
import { useNarrow } from "../../shell/narrow.ts";
import { ThemeButton } from "../../shell/theme-button.tsx";
import { address, inside } from "../../state/address.ts";
import { words } from "../../state/session.ts";
import { person } from "../state/session.ts";
import { shellWords } from "../state/words.ts";
import { mayOpen, pages } from "./pages.tsx";
import { PersonMenu } from "./person-menu.tsx";
import type { PortalPage } from "./portal-page.ts";

/** The head of the page with this name. */
export function Head({ page }: { readonly page: string | undefined }) {
  const narrow = useNarrow();
  const who = person.value;
  return (
    <header class="top portal-top">
      <a class="brand" href={inside("/")} data-inside>
        <Logo />
        <b>MEGA</b>
      </a>
      <Nav page={page} />
      <div class="end">
        {narrow && who !== null ? null : <LanguageChoice narrow={narrow} />}
        <ThemeButton />
        {who === null ? null : <PersonMenu person={who} narrow={narrow} />}
      </div>
    </header>
  );
}

/** The pages that one may open: a line in the head, on a phone a bar at the bottom. */
function Nav({ page }: { readonly page: string | undefined }) {
  const who = person.value;
  const { path } = address.value;
  if (who === null) return null;
  const open = pages.filter((one) => one.nav !== undefined && mayOpen(one, who.roles));
  return (
    <nav class="nav" aria-label={words.value.shell.pages}>
      {open.map((one) => (
        <a
          key={one.name}
          href={inside(one.nav ?? "/")}
          data-inside
          {...(isHere(one, page, path) ? { "aria-current": "page" as const } : {})}
        >
          {one.title(shellWords.value)}
        </a>
      ))}
    </nav>
  );
}

/** Whether a place of the head is the page, or leads to what the page is a part of. */
function isHere({ name, nav }: PortalPage, page: string | undefined, path: string): boolean {
  if (name === page || path.startsWith(`${nav}/`)) return true;
  return pages.some((one) => one.name === page && one.under !== undefined && one.under === nav);
}
