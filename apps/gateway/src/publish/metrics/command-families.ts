/** Figures of what the server asked; none where it asked nothing. Pure. */

import type { Family } from "@mega/http";

/** The family of commands, by outcome. */
export function commandFamilies(
  counts: readonly (readonly [outcome: string, count: number])[],
): readonly Family[] {
  if (counts.length === 0) return [];
  const samples = counts.map(([outcome, count]) => ({ labels: { outcome }, value: String(count) }));
  const help = "Commands of the server by outcome, since the gateway was started.";
  return [{ kind: "counter", name: "mega_server_commands_total", help, samples }];
}
