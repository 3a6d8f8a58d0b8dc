/**
 * What left the meters, written down on their side: when, with which figures, and whether it came
 * through whole and in time. What a gateway can have known follows from it; the gateway itself never
 * sees it. A year of 128 meters is some two million answers, so each is one row of numbers.
 */

/**
 * What became of an answer. "intact": whole and in time, however many stray bytes stood around it.
 * "spoilt": its bytes or its payload were damaged. "late": whole, but later than any gateway waits on
 * a bus, or after newer ones, or kept by the broker. "lost": there was none.
 */
export type Delivered = "intact" | "spoilt" | "late" | "lost";

/** One answer of a meter on a bus, or one message. */
export interface WitnessedAnswer {
  /** When it was asked for or sent, true time in milliseconds since 1970 UTC. */
  readonly atMs: number;
  /** When it left; later than `atMs` of what came late. */
  readonly leftAtMs: number;
  readonly delivered: Delivered;
  /** The serial number in it; null where it holds none. */
  readonly serial: string | null;
  /**
   * By counter what the meter showed, in micro-units (pulses of an input); a counter that was not
   * asked for is absent. Of an answer that was lost or spoilt, what it would have shown.
   */
  readonly shown: Readonly<Record<string, number>>;
}

/** What was written down. */
export interface Witness {
  /** The answers of a meter from one instant up to, not including, another, by `atMs`. */
  answersOf(meterId: string, span?: WitnessedSpan): readonly WitnessedAnswer[];
  /** How many answers of all meters were written down, by what became of them. */
  readonly counts: Readonly<Record<Delivered, number>>;
}

/** Part of the time; what is absent is open. */
export interface WitnessedSpan {
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** One answer to be written down; `shown` stands in the order of the meter's counters. */
interface Testimony {
  readonly atMs: number;
  readonly leftAtMs: number;
  readonly delivered: Delivered;
  readonly serial: string | null;
  /** NaN for a counter that was not asked for. */
  readonly shown: ArrayLike<number>;
}

/** The witness as those see it who write. */
export interface WitnessBook extends Witness {
  /** The page of a meter, opened when it is first asked for. */
  pageOf(meterId: string, counterIds: readonly string[]): WitnessPage;
}

/** What one meter gave. */
export interface WitnessPage {
  readonly counterIds: readonly string[];
  write(testimony: Testimony): void;
}

const kinds: readonly Delivered[] = ["intact", "spoilt", "late", "lost"];
const firstRows = 1024;

/** Opens an empty book. */
export function witnessBook(): WitnessBook {
  const pages = new Map<string, Page>();
  const counts = { intact: 0, spoilt: 0, late: 0, lost: 0 };
  return {
    counts,
    pageOf(meterId, counterIds) {
      const known = pages.get(meterId);
      if (known !== undefined) return known;
      const page = new Page(counterIds, counts);
      pages.set(meterId, page);
      return page;
    },
    answersOf: (meterId, span = {}) => pages.get(meterId)?.read(span) ?? [],
  };
}

/** Rows of numbers that grow by doubling. */
class Page implements WitnessPage {
  readonly counterIds: readonly string[];
  readonly #counts: Record<Delivered, number>;
  readonly #serials: string[] = [];
  #rows = 0;
  #taken = new Float64Array(firstRows);
  #left = new Float64Array(firstRows);
  #shown: Float64Array;
  #kinds = new Uint8Array(firstRows);
  #serialNos = new Int16Array(firstRows);

  constructor(counterIds: readonly string[], counts: Record<Delivered, number>) {
    this.counterIds = counterIds;
    this.#counts = counts;
    this.#shown = new Float64Array(firstRows * counterIds.length);
  }

  write({ atMs, leftAtMs, delivered, serial, shown }: Testimony): void {
    const row = this.#rows;
    if (row === this.#taken.length) this.#grow();
    const width = this.counterIds.length;
    this.#taken[row] = atMs;
    this.#left[row] = leftAtMs;
    this.#kinds[row] = kinds.indexOf(delivered);
    this.#serialNos[row] = serial === null ? -1 : this.#serialNo(serial);
    for (let at = 0; at < width; at++) {
      this.#shown[row * width + at] = shown[at] ?? Number.NaN;
    }
    this.#rows += 1;
    this.#counts[delivered] += 1;
  }

  read({ fromMs = 0, toMs = Number.POSITIVE_INFINITY }: WitnessedSpan): readonly WitnessedAnswer[] {
    const answers: WitnessedAnswer[] = [];
    for (let row = this.#firstFrom(fromMs); row < this.#rows; row++) {
      if ((this.#taken[row] ?? 0) >= toMs) break;
      answers.push(this.#answer(row));
    }
    return answers;
  }

  #answer(row: number): WitnessedAnswer {
    const width = this.counterIds.length;
    const shown: Record<string, number> = {};
    for (const [at, counterId] of this.counterIds.entries()) {
      const figure = this.#shown[row * width + at] ?? Number.NaN;
      if (!Number.isNaN(figure)) shown[counterId] = figure;
    }
    return {
      atMs: this.#taken[row] ?? 0,
      leftAtMs: this.#left[row] ?? 0,
      delivered: kinds[this.#kinds[row] ?? 0] ?? "lost",
      serial: this.#serials[this.#serialNos[row] ?? -1] ?? null,
      shown,
    };
  }

  /** Rows are written in the order of their `atMs`. */
  #firstFrom(fromMs: number): number {
    let low = 0;
    let high = this.#rows;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#taken[middle] ?? 0) < fromMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #serialNo(serial: string): number {
    const known = this.#serials.lastIndexOf(serial);
    return known >= 0 ? known : this.#serials.push(serial) - 1;
  }

  #grow(): void {
    const rows = this.#taken.length * 2;
    this.#taken = grown(this.#taken, new Float64Array(rows));
    this.#left = grown(this.#left, new Float64Array(rows));
    this.#shown = grown(this.#shown, new Float64Array(rows * this.counterIds.length));
    this.#kinds = grown(this.#kinds, new Uint8Array(rows));
    this.#serialNos = grown(this.#serialNos, new Int16Array(rows));
  }
}

function grown<T extends { set(from: T): void }>(old: T, longer: T): T {
  longer.set(old);
  return longer;
}
