/**
 * Reads fields out of parsed YAML and collects every fault with its path. A key that nobody asked for
 * is a fault too: a misspelt fault or start index would otherwise pass unseen.
 */

/** One fault, with the path to it: "/meters/3/load/kind". */
export interface ScenarioFault {
  readonly path: string;
  readonly message: string;
}

/** Reads the fields of one mapping; after a fault it goes on with a stand-in. */
export class FieldReader {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #faults: ScenarioFault[];
  readonly #asked = new Set<string>();

  constructor(value: unknown, path: string, faults: ScenarioFault[]) {
    this.#path = path;
    this.#faults = faults;
    const isMapping = typeof value === "object" && value !== null && !Array.isArray(value);
    this.#fields = isMapping ? (value as Record<string, unknown>) : {};
    if (!isMapping) this.#fault("", "is no mapping");
  }

  has(key: string): boolean {
    return this.#fields[key] !== undefined;
  }

  get keys(): readonly string[] {
    return Object.keys(this.#fields);
  }

  text(key: string, form: RegExp = /^.{1,255}$/): string {
    const value = this.#take(key);
    if (typeof value === "string" && form.test(value)) return value;
    this.#fault(key, `must be text of the form ${form.source}`);
    return "";
  }

  /** One of several words; `otherwise` where the key is absent, a fault without it. */
  choice<T extends string>(key: string, choices: readonly [T, ...T[]], otherwise?: T): T {
    const value = this.#take(key) ?? otherwise;
    const found = choices.find((choice) => choice === value);
    if (found === undefined) this.#fault(key, `must be one of ${choices.join(", ")}`);
    return found ?? choices[0];
  }

  number(key: string, range: { min: number; max: number; whole?: boolean }): number {
    const value = this.#take(key);
    const isNumber = typeof value === "number" && value >= range.min && value <= range.max;
    if (isNumber && (range.whole !== true || Number.isInteger(value))) return value;
    const kind = range.whole === true ? "a whole number" : "a number";
    this.#fault(key, `must be ${kind} from ${range.min} to ${range.max}`);
    return range.min;
  }

  /** An instant, RFC 3339 with an offset. */
  instant(key: string, parse: (text: string) => number | undefined): number {
    const value = this.#take(key);
    const instantMs = typeof value === "string" ? parse(value) : undefined;
    if (instantMs === undefined) this.#fault(key, "must be an instant like 2024-01-01T00:00:00Z");
    return instantMs ?? 0;
  }

  /** A mapping within; none asked for gives an empty one. */
  within(key: string): FieldReader {
    return new FieldReader(this.#take(key) ?? {}, `${this.#path}/${key}`, this.#faults);
  }

  /** The entries of a list; none when the key is absent. */
  list(key: string, lengthMax: number): readonly FieldReader[] {
    const value = this.#take(key) ?? [];
    if (!Array.isArray(value) || value.length > lengthMax) {
      this.#fault(key, `must be a list of at most ${lengthMax}`);
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
    this.#fault(key, `must be a list of at most ${lengthMax} texts`);
    return [];
  }

  /** A mapping of names to numbers. */
  numbers(key: string): Readonly<Record<string, number>> {
    const reader = this.within(key);
    const range = { min: 0, max: 100_000_000 };
    return Object.fromEntries(reader.keys.map((name) => [name, reader.number(name, range)]));
  }

  /** Says what is wrong beyond the form. */
  refuse(key: string, message: string): void {
    this.#fault(key, message);
  }

  /** Ends the reading: a key that was not asked for is a fault. */
  done(): void {
    for (const key of this.keys) {
      if (this.#asked.has(key)) continue;
      const allowed = [...this.#asked].sort().join(", ");
      this.#fault(key, `is not known here; known are ${allowed}`);
    }
  }

  #take(key: string): unknown {
    this.#asked.add(key);
    return this.#fields[key];
  }

  #fault(key: string, message: string): void {
    this.#faults.push({ path: key === "" ? this.#path || "/" : `${this.#path}/${key}`, message });
  }
}
