/** Where a person is taken who asks for a page that the session does not show. */

import type { Role, SessionAnswer } from "@mega/contract";

/** What is known of the session; null while the gateway does not tell. */
export type Known = {
  readonly state: SessionAnswer["state"];
  readonly role: Role | null;
} | null;

/** Pages that need no login. */
const open = [/^\/login$/, /^\/lost$/, /^\/invitations\//];

/** The path to go to instead of `path`; null where `path` stands. */
export function redirectOf(path: string, known: Known): string | null {
  switch (known?.state) {
    case undefined:
      return null;
    case "unclaimed":
      return path === "/claim" ? null : "/claim";
    case "anonymous":
      return open.some((pattern) => pattern.test(path)) ? null : "/login";
    case "logged-in":
      if (path === "/login" || path === "/lost") return "/";
      if (known?.role === "tenant") return path === "/" || path === "/counters" ? "/me" : null;
      return path === "/me" ? "/" : null;
  }
}
