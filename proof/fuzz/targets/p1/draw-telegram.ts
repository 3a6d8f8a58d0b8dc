/** Telegrams of P1 ports: those of the profiles' vectors, with lines changed and the checksum repaired. */

import type { P1Profile } from "../../../../packages/profiles/src/p1/p1-profile.ts";
import type { FuzzRandom } from "../../draw/random.ts";
import { joined, spoilBytes } from "../../draw/spoil-bytes.ts";
import { latin1Bytes, latin1Text, telegramChecksum } from "./own-checksum.ts";

/** Values a meter never sends and a careless reader takes for figures. */
const evilValues = [
  "",
  "*kWh",
  "-00001.000*kWh",
  "+00001.000*kWh",
  "NaN*kWh",
  "Infinity*kWh",
  "1e3*kWh",
  "0x10*kWh",
  " 000012.000*kWh",
  "000012.000 *kWh",
  "000012,000*kWh",
  "000012.*kWh",
  ".5*kWh",
  "1_000*kWh",
  "12.5.6*kWh",
  "000012.000*kWH",
  "000012.000*MWh",
  "000012.000",
  "000012.000*",
  "9007199254740.993*kWh",
  "99999999999999999999*kWh",
  "000012.0004999*kWh",
  "000012.0005*kWh",
  "00012.345*m3",
  "-00012.345*m3",
  "012.57*GJ",
  "12**kWh",
  "12*kWh*m3",
] as const;

/** The lines of every vector, with whether it carries a checksum. */
export function templatesOf(profiles: readonly P1Profile[]): readonly Template[] {
  return profiles.flatMap(({ vectors }) =>
    vectors.map(({ telegram, checksum }) => ({ lines: telegram, checksum })),
  );
}

export interface Template {
  readonly lines: readonly string[];
  readonly checksum: "good" | "absent";
}

/** A telegram on the wire, changed in lines, in bytes or not at all. */
export function drawTelegram(random: FuzzRandom, templates: readonly Template[]): Uint8Array {
  const template = random.pickOf(templates) ?? { lines: [], checksum: "good" };
  let lines = template.lines;
  for (let left = random.below(4); left > 0; left--) lines = withFault(random, lines);
  const closed = closedTelegram(random, lines, template.checksum);
  return random.once(6) ? spoilBytes(random, closed, 20_000) : closed;
}

/** "/" to the line end after the checksum. */
function closedTelegram(
  random: FuzzRandom,
  lines: readonly string[],
  checksum: Template["checksum"],
): Uint8Array {
  const body = latin1Bytes(lines.join(random.once(20) ? "\n" : "\r\n"));
  const absent = random.once(12) ? checksum === "good" : checksum === "absent";
  const digits = telegramChecksum(body).toString(16).toUpperCase();
  const text = random.once(10) ? digits : digits.padStart(4, "0");
  return joined(body, latin1Bytes(`${absent ? "" : text}\r\n`));
}

function withFault(random: FuzzRandom, lines: readonly string[]): readonly string[] {
  const at = random.between(1, Math.max(1, lines.length - 2));
  const line = lines[at] ?? "";
  const other = random.between(1, Math.max(1, lines.length - 2));
  switch (random.below(10)) {
    case 0:
      return lines.toSpliced(at, 1);
    case 1:
      return lines.toSpliced(at, 0, line);
    case 2:
      return lines.with(at, lines[other] ?? "");
    case 3:
      return lines.with(at, latin1Text(spoilBytes(random, latin1Bytes(line))));
    case 4:
      return lines.with(at, line.replace(/[()]/, ""));
    case 5:
      return lines.with(at, line + random.pick([")", "(", "()", " ", "(1*kWh)", "!", "/"]));
    case 6:
      return lines.with(
        at,
        line.replace(/\d/g, (digit) => (random.once(4) ? "9" : digit)),
      );
    case 7:
      return lines.toSpliced(at, 0, ...many(random, line));
    default:
      return lines.with(at, line.replace(/\([^()]*\)$/, `(${random.pick(evilValues)})`));
  }
}

function many(random: FuzzRandom, line: string): readonly string[] {
  if (random.once(40)) return Array.from({ length: 300 }, (_, at) => `0-0:96.9.${at}(${at})`);
  return random.once(2) ? ["", ""] : [line.repeat(random.between(2, 40))];
}
