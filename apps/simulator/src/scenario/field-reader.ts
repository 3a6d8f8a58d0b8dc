/**
 * Reads fields out of parsed YAML and collects every fault with its path, what was found there and
 * what is allowed. A key that nobody asked for is a fault too: a misspelt fault or start index would
 * otherwise pass unseen.
 */

import type { ReadInstant } from "./instant-form.ts";

/** One fault, with the path to it: "/meters/3/load/kind". */
export interface ScenarioFault {
  readonly path: string;
  /** What stands there, as JSON of at most 80 characters; "nothing" where nothing does. */
  readonly value: string;
  readonly allowed: string;
}

/** How numbers are limited. */
interface Range {
  readonly min: number;
  readonly max: number;
  readonly whole?: boolean;
}

const valueLengthMax = 80;

/** A fault about a value. */
export function faultAt(path: string, value: unknown, allowed: string): ScenarioFault {
  const text = value === undefined ? "nothing" : (JSON.stringify(value) ?? String(value));
  const short = text.length > valueLengthMax ? `${text.slice(0, valueLengthMax)}…` : text;
  return { path: path === "" ? "/" : path, value: short, allowed };
}

/** Reads the fields of one mapping; after a fault it goes on with a stand-in. */
export class FieldReader {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #faults: ScenarioFault[];
  readonly #asked = new Set<string>();
  #silent = false;

  constructor(value: unknown, path: string, faults: ScenarioFault[]) {
    this.#path = path;
    this.#faults = faults;
    const isMapping = typeof value === "object" && value !== null && !Array.isArray(value);
    this.#fields = isMapping ? (value as Record<string, unknown>) : {};
    if (!isMapping) faults.push(faultAt(path, value, "a mapping of keys to values"));
  }

  has(key: string): boolean {
    this.#asked.add(key);
    return this.#fields[key] !== undefined;
  }

  get keys(): readonly string[] {
    return Object.keys(this.#fields);
  }

  text(key: string, form: RegExp = /^.{1,255}$/): string {
    const value = this.#take(key);
    if (typeof value === "string" && form.test(value)) return value;
    this.refuse(key, `text of the form ${form.source}`);
    return "";
  }

  /** The word that decides what else the mapping holds: without it, no more of that is judged. */
  kind<T extends string>(key: string, kinds: readonly [T, ...T[]]): T {
    const kind = this.choice(key, kinds);
    if (kind !== this.#fields[key]) this.#silent = true;
    return kind;
  }

  /** One of several words; `otherwise` where the key is absent, a fault without it. */
  choice<T extends string>(key: string, choices: readonly [T, ...T[]], otherwise?: T): T {
    const value = this.#take(key) ?? otherwise;
    const found = choices.find((choice) => choice === value);
    if (found === undefined) this.refuse(key, `one of ${choices.join(", ")}`);
    return found ?? choices[0];
  }

  number(key: string, range: Range): number {
    const value = this.#take(key);
    const isNumber = typeof value === "number" && value >= range.min && value <= range.max;
    if (isNumber && (range.whole !== true || Number.isInteger(value))) return value;
    const kind = range.whole === true ? "a whole number" : "a number";
    this.refuse(key, `${kind} from ${range.min} to ${range.max}`);
    return range.min;
  }

  /** A number, or what it is where the key is absent. */
  numberOr(key: string, range: Range, otherwise: number): number {
    return this.has(key) ? this.number(key, range) : otherwise;
  }

  /** Milliseconds since 1970 UTC. */
  instant(key: string, read: ReadInstant): number {
    const value = this.#take(key);
    const found = read(typeof value === "string" ? value : "");
    if ("atMs" in found) return found.atMs;
    this.refuse(key, found.allowed);
    return 0;
  }

  /** A mapping within; none asked for gives an empty one. */
  within(key: string): FieldReader {
    return new FieldReader(this.#take(key) ?? {}, `${this.#path}/${key}`, this.#faults);
  }

  /** The entries of a list; none when the key is absent. */
  list(key: string, lengthMax: number): readonly FieldReader[] {
    const value = this.#take(key) ?? [];
    if (!Array.isArray(value) || value.length > lengthMax) {
      this.refuse(key, `a list of at most ${lengthMax}`);
      return [];
    }
    return value.map(
      (entry, index) => new FieldReader(entry, `${this.#path}/${key}/${index}`, this.#faults),
    );
  }

  texts(key: string, lengthMax: number): readonly string[] {
    const value = this.#take(key) ?? [];
    const isTexts = Array.isArray(value) && value.every((entry) => typeof entry === "string");
    if (isTexts && value.length <= lengthMax) return value;
    this.refuse(key, `a list of at most ${lengthMax} texts`);
    return [];
  }

  /** A mapping of names to numbers. */
  numbers(key: string, range = { min: 0, max: 100_000_000 }): Readonly<Record<string, number>> {
    const reader = this.within(key);
    return Object.fromEntries(reader.keys.map((name) => [name, reader.number(name, range)]));
  }

  /** Says that what stands at the key is not allowed. */
  refuse(key: string, allowed: string): void {
    if (this.#silent) return;
    this.#faults.push(faultAt(`${this.#path}/${key}`, this.#fields[key], allowed));
  }

  /** Ends the reading: a key that was not asked for is a fault. */
  done(): void {
    const known = [...this.#asked].sort().join(", ");
    for (const key of this.keys) {
      if (!this.#asked.has(key)) this.refuse(key, `no such key here; known are ${known}`);
    }
  }

  #take(key: string): unknown {
    this.#asked.add(key);
    return this.#fields[key];
  }
}
