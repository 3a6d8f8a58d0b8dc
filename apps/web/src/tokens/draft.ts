/** A token as a person writes it. */

import type { NewToken, Scope } from "@mega/contract";
import { dayParts, startOfDay } from "../time/zone.ts";

/** The scopes, in the order in which they are offered; the same as the contract's. */
export const scopeNames: readonly Scope[] = [
  "read:counters",
  "read:bus",
  "read:configuration",
  "write:configuration",
  "write:readings",
];

/** A token as it is typed. */
export interface TokenDraft {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** The last day on which it works, "2026-05-31"; "" for a token without end. */
  readonly lastDay: string;
}

/** What the gateway is asked for; null while something is missing. */
export function tokenRequest(draft: TokenDraft, timeZone: string): NewToken | null {
  const name = draft.name.trim();
  if (name === "" || draft.scopes.length === 0) return null;
  const scopes = [...draft.scopes];
  if (draft.lastDay === "") return { name, scopes, expiresAt: null };
  const parts = dayParts(draft.lastDay);
  if (parts === undefined) return null;
  const [year, month, day] = parts;
  const expiresAt = new Date(startOfDay(year, month, day + 1, timeZone)).toISOString();
  return { name, scopes, expiresAt };
}
