/** The pages that the account may open: a line in the head, on a phone a bar at the bottom. */

import { inside } from "../state/address.ts";
import { mayAs, session } from "../state/login.ts";
import { words } from "../state/session.ts";
import { useNarrow } from "./narrow.ts";
import { type Page, pages } from "./pages.tsx";
import { Popover } from "./popover.tsx";

/** Places of the bar on a phone. */
const PLACES_MAX = 4;

/** The pages; nothing before a login. */
export function Nav({ page }: { readonly page: string | undefined }) {
  const narrow = useNarrow();
  const told = session.value;
  if (told !== null && told.state !== "logged-in") return null;
  const open = pages.filter(({ nav }) => nav !== undefined && mayAs(nav.roles) && isDue(nav));
  if (open.length === 0 || (open.length === 1 && narrow)) return null;
  const isFull = narrow && open.length > PLACES_MAX;
  const shown = isFull ? open.slice(0, PLACES_MAX - 1) : open;
  const rest = open.slice(shown.length);
  const { access, shell } = words.value;
  return (
    <nav class="nav" aria-label={shell.pages}>
      {shown.map((one) => (
        <NavLink key={one.name} page={one} here={one.name === page} />
      ))}
      {rest.length === 0 ? null : (
        <Popover
          label={access.more}
          buttonClass={rest.some(({ name }) => name === page) ? "nav-more here" : "nav-more"}
        >
          {(close) => (
            // A click on a link leads away and shuts the panel, for keys as well as for pointers.
            // biome-ignore lint/a11y/useKeyWithClickEvents: links are pressed by keys as clicks.
            // biome-ignore lint/a11y/noStaticElementInteractions: the links inside are the controls.
            <div class="menu" onClick={close}>
              {rest.map((one) => (
                <NavLink key={one.name} page={one} here={one.name === page} />
              ))}
            </div>
          )}
        </Popover>
      )}
    </nav>
  );
}

function NavLink({ page, here }: { readonly page: Page; readonly here: boolean }) {
  return (
    <a
      href={inside(page.nav?.path ?? "/")}
      data-inside
      {...(here ? { "aria-current": "page" as const } : {})}
    >
      {page.title(words.value)}
    </a>
  );
}

function isDue(nav: Page["nav"]): boolean {
  return nav?.when === undefined || nav.when();
}
