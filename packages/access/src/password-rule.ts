/**
 * What a new password must be: long, and not one that is guessed first. No rule of capitals, digits
 * and signs: they make passwords that are forgotten, not ones that are hard to guess.
 */

import { PASSWORD_LENGTH_MIN } from "@mega/contract";
import { commonWords } from "./common-passwords.ts";

/** Why a password is refused, with what is allowed. */
export const passwordFaults = {
  "password-short": `${PASSWORD_LENGTH_MIN} characters or more`,
  "password-common": "a password that is not among the first to be guessed",
  "password-name": "a password that is not the name",
} as const;
type PasswordFault = keyof typeof passwordFaults;

/** What is wrong with a new password of an account; undefined when it is good. */
export function passwordFault(password: string, accountName: string): PasswordFault | undefined {
  if ([...password].length < PASSWORD_LENGTH_MIN) return "password-short";
  const small = smallOf(password);
  const name = lettersOf(smallOf(accountName));
  const letters = lettersOf(small);
  if (small === smallOf(accountName) || (name !== "" && isRepeated(letters, name))) {
    return "password-name";
  }
  if (isUniversal(letters) || isUniversal(lettersOf(spokenDigits(small)))) return "password-common";
  if (isPattern(small)) return "password-common";
  const bare = small.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  const candidates = [small, spokenDigits(small), spokenDigits(bare)].map(lettersOf);
  return candidates.some(isCommon) ? "password-common" : undefined;
}

/** Small letters without accents. */
function smallOf(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}]/gu, "");
}

/** "p4ssw0rd" → "password". */
function spokenDigits(text: string): string {
  const letters: Readonly<Record<string, string>> = {
    "0": "o",
    "1": "i",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "8": "b",
    "@": "a",
    $: "s",
    "!": "i",
    "|": "l",
  };
  return [...text].map((character) => letters[character] ?? character).join("");
}

/** The leaflet's universal password, whatever stands around it. */
function isUniversal(letters: string): boolean {
  return letters.includes("adminmega") || letters.includes("megaadmin");
}

/** One character or a short piece again and again, or a run of the alphabet or the keyboard. */
function isPattern(small: string): boolean {
  const runs = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertzuiopasdfghjklyxcvbnm",
  ];
  const backwards = runs.map((run) => [...run].reverse().join(""));
  if ([...runs, ...backwards].some((run) => run.includes(small))) return true;
  for (let length = 1; length <= small.length / 2; length++) {
    if (length <= 6 && isRepeated(small, small.slice(0, length))) return true;
  }
  return new Set(small).size <= 4;
}

/** Whether the text is the piece again and again; the last time it may be cut. */
function isRepeated(text: string, piece: string): boolean {
  if (text === "" || text.length < piece.length) return false;
  return piece.repeat(Math.ceil(text.length / piece.length)).startsWith(text);
}

/** Whether all the letters are one or two common words: digits and signs add little to them. */
function isCommon(letters: string): boolean {
  if (letters === "") return false;
  for (let cut = 1; cut < letters.length; cut++) {
    if (commonWords.has(letters.slice(0, cut)) && commonWords.has(letters.slice(cut))) return true;
  }
  return commonWords.has(letters) || [...commonWords].some((word) => isRepeated(letters, word));
}
