/** Words of cells as values of a configuration. What means nothing stays as written. Pure. */

const units: readonly (readonly [unit: string, words: RegExp])[] = [
  ["Wh+", /^k?wh?\s*\+?$/i],
  ["Wh-", /^k?wh?\s*[-−–]$/i],
  ["gas", /^(gas|gaz)$/i],
  ["water", /^(water|eau|wasser)$/i],
  ["heat", /^(heat|chaleur|warmte|wärme|calorie)$/i],
];
const yes = ["x", "1", "oui", "ja", "yes", "true", "vrai", "waar", "wahr"];
const no = ["0", "-", "non", "nee", "nein", "no", "false", "faux", "onwaar", "falsch"];

/** "kWh" → "Wh+". */
export function unitMeant(text: string): string {
  return units.find(([, words]) => words.test(text))?.[0] ?? text;
}

/** "oui" → true. */
export function yesMeant(text: string): boolean | string {
  const word = text.toLowerCase();
  if (yes.includes(word)) return true;
  return no.includes(word) ? false : text;
}

/** "12" → 12. */
export function wholeMeant(text: string): number | string {
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}

/** "SDM630" → "eastron-sdm630" where only one profile can be meant. */
export function profileMeant(text: string, profileIds: readonly string[]): string {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, "");
  const wanted = plain(text);
  const exact = profileIds.find((id) => plain(id) === wanted);
  if (exact !== undefined) return exact;
  const ends = profileIds.filter((id) => wanted !== "" && plain(id).endsWith(wanted));
  return ends.length === 1 ? (ends[0] ?? text) : text;
}
