/** The terse output of nmcli: names and keys of strangers' networks stand in it. */

import { blocksOf, tableOf } from "../../../apps/gateway/src/network/nmcli-text.ts";
import type { FuzzRandom } from "../draw/random.ts";
import type { FuzzTarget, Verdict } from "../run/fuzz-target.ts";
import { accepted, broken, refused } from "../run/fuzz-target.ts";

const words = [
  "",
  "eth0",
  "a:b",
  "a\\b",
  "\\",
  ":",
  "é̈ﷺ😀",
  "WPA2",
  "--",
  " ",
  "a\\:b",
  "x".repeat(40),
] as const;

export const nmcliTarget: FuzzTarget = nmcliTargetOf(tableOf);

/** The target over another reader, to see the oracle at work. */
export function nmcliTargetOf(read: (text: string) => readonly (readonly string[])[]): FuzzTarget {
  return {
    batchCases: 1_000_000,
    prepare: () => ({
      draw: (random) => {
        const rows = drawRows(random);
        const written = rows.map((row) => row.map(escaped).join(":")).join("\n");
        const isSpoilt = random.once(3);
        const text = isSpoilt ? spoilt(random, written) : written;
        return {
          show: () => JSON.stringify(text),
          judge: () => judgeText(text, isSpoilt ? undefined : rows, read),
        };
      },
    }),
  };
}

function drawRows(random: FuzzRandom): readonly (readonly string[])[] {
  // A line without any sign is no line, so the first cell is never empty.
  return Array.from({ length: random.between(1, 4) }, () =>
    Array.from({ length: random.between(1, 5) }, (_, at) =>
      at === 0 ? random.pick(["eth0", "wlan0", ":", "\\"]) : random.pick(words),
    ),
  );
}

/** As nmcli(1) writes a cell of a terse table. */
function escaped(cell: string): string {
  return cell.replaceAll("\\", "\\\\").replaceAll(":", "\\:");
}

function spoilt(random: FuzzRandom, text: string): string {
  const at = random.below(text.length + 1);
  const put = random.pick(["\\", ":", "\n", "\n\n", "IP4.DNS[2]:8.8.8.8\n", "[", "\0", "\r\n"]);
  return text.slice(0, at) + put + text.slice(at + random.below(4));
}

function judgeText(
  text: string,
  rows: readonly (readonly string[])[] | undefined,
  read: (text: string) => readonly (readonly string[])[],
): Verdict {
  const table = read(text);
  const values = blocksOf(text).flatMap((block) => [...block.values()].flat());
  const stranger = values.find((value) => !text.includes(value));
  if (stranger !== undefined)
    return broken("invented", `${JSON.stringify(stranger)} stands nowhere.`);
  if (rows === undefined) return refused;
  const isSame = JSON.stringify(table) === JSON.stringify(rows);
  return isSame
    ? accepted
    : broken("invented", `${JSON.stringify(table)} for ${JSON.stringify(rows)}.`);
}
