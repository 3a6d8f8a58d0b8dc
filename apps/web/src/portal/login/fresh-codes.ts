/** Recovery codes that were made a moment ago; while they are shown, no page leads away from them. */

import type { FactorSet } from "@mega/contract";
import { signal } from "@preact/signals";
import { takeSession } from "../state/session.ts";

/** The codes with the session that they came with; null where none are shown. */
export const freshCodes = signal<FactorSet | null>(null);

/** Goes on, once the person has kept them. */
export async function codesKept(): Promise<void> {
  const set = freshCodes.value;
  if (set === null) return;
  await takeSession(set.session);
  freshCodes.value = null;
}
