/** Where a person is taken who asks for a page that is not for him, or not yet. Pure. */

import type { PortalRole, PortalSession } from "@mega/contract";

/** What is known of whoever asks. */
export interface Asker {
  /** How far the login is; null while the server does not tell. */
  readonly stage: PortalSession["stage"] | null;
  /** His roles, also where they were kept from before; null for nobody. */
  readonly roles: readonly PortalRole[] | null;
}

/** A page as far as it decides who is taken where. */
export interface Place {
  readonly who: readonly PortalRole[] | "open" | "anyone";
  readonly nav?: string;
}

/**
 * The path to go to instead of `path`; null where `path` stands.
 *
 * @param place The page at the path; undefined where there is none
 * @param places All pages, in the order of the head
 */
export function redirectOf(
  path: string,
  place: Place | undefined,
  { stage, roles }: Asker,
  places: readonly Place[],
): string | null {
  if (stage === null && roles === null) return null;
  if (roles === null) {
    // Nobody has to log in to hear that there is no such page.
    const isOpen = place === undefined || place.who === "open";
    return isOpen && path !== "/" ? null : "/login";
  }
  if (path === "/login" || path === "/reset" || path === "/") return homeOf(roles, places);
  return null;
}

/** Where a login leads: to the first page of the head that is for one of the roles. */
function homeOf(roles: readonly PortalRole[], places: readonly Place[]): string {
  const first = places.find(
    ({ nav, who }) =>
      nav !== undefined && typeof who !== "string" && roles.some((role) => who.includes(role)),
  );
  return first?.nav ?? "/account";
}
