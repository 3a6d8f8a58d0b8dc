/** Whole numbers among the words behind a command of the proof. */

const COUNT_MAX = 10_000_000;
/** Room for a date as a seed, "20261126", and for every number of 31 bits. */
const SEED_MAX = 2 ** 31 - 1;

/** How often or how much. Throws an error that says what is allowed. */
export function countOf(name: string, text: string): number {
  return wholeNumber(name, text, COUNT_MAX);
}

/** A seed; another one is another run. Throws an error that says what is allowed. */
export function seedOf(name: string, text: string): number {
  return wholeNumber(name, text, SEED_MAX);
}

function wholeNumber(name: string, text: string, most: number): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= 1 && number <= most) return number;
  throw new Error(`--${name} is ${text}; allowed: a whole number from 1 to ${most}`);
}
