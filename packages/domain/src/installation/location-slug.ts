/** Names as parts of file names: plain for every file system, mail and spreadsheet. */

import { LOCATION_LENGTH_MAX } from "./limits.ts";

/** Letters that do not fall apart into a base letter and a mark. */
const letters: Readonly<Record<string, string>> = {
  æ: "ae",
  đ: "d",
  ð: "d",
  ł: "l",
  ø: "o",
  œ: "oe",
  ß: "ss",
  þ: "th",
};

/** Names that Windows keeps for devices, whatever follows the dot. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * A building's name as part of a file name: lower case ASCII letters, digits and single hyphens, at
 * most 31 of them, never empty, never a name that Windows keeps for itself.
 */
export function locationSlug(location: string): string {
  const ascii = location
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[æđðłøœßþ]/g, (letter) => letters[letter] ?? "");
  const slug = ascii
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LOCATION_LENGTH_MAX + 1)
    .replace(/^-+/, "")
    .slice(0, LOCATION_LENGTH_MAX)
    .replace(/-+$/, "");
  if (slug === "") return "mega";
  return reserved.test(slug) ? `${slug}-mega` : slug;
}
