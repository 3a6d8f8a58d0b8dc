/**
 * The name of a new meter. The ledger keeps it for ever, so it never passes to another meter: it is
 * made once from the channel's name and the day, and no later renaming of the channel changes it.
 */

const SLUG_LENGTH_MAX = 20;

/**
 * "Apt 0.1 Peeters" on 26/11/2026 → "apt-0-1-peeters-261126".
 *
 * @param day "261126": year, month and day on which the meter is added
 * @param taken names that are or were in use
 */
export function meterIdFor(name: string, day: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, SLUG_LENGTH_MAX)
    .replace(/-+$/, "");
  const first = `${plain === "" ? "meter" : plain}-${day}`;
  if (!taken.has(first)) return first;
  for (let count = 2; ; count += 1) {
    const next = `${first}-${count}`;
    if (!taken.has(next)) return next;
  }
}
