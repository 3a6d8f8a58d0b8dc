/** What each kind of fault came to, and all of them together. */

import { type FaultName, pipeOf } from "./faults.ts";

/** What both sides say of each other in the end. */
export interface ComparedSides {
  /** In the ledgers of the gateways. */
  readonly rounds: number;
  readonly entries: number;
  /** Rows beyond one for each entry and round. */
  readonly duplicated: number;
  /** Gateways whose mirror is not their ledger, byte for byte, keys with it. */
  readonly mirrorsDiffering: number;
  /** Gateways of which both sides draw another table or tell other readings. */
  readonly tablesDiffering: number;
  /** Closed months in the tables. */
  readonly closedMonths: number;
}

/** One kind of fault. */
export interface FaultFigures extends ComparedSides {
  readonly fault: FaultName;
  readonly seconds: number;
  /** How often it struck. */
  readonly struck: number;
  /** Entries that were acknowledged and gone. */
  readonly lost: number;
  readonly longestPauseMs: number;
  /** Batches of those processes that came to their end, and how many of them went by no broker. */
  readonly batches: number;
  readonly straight: number;
  /** Why an upload stopped for good; null where none did. */
  readonly refusal: string | null;
}

/** What the run was to be. */
export interface Wanted {
  readonly rounds: number;
  readonly strikes: number;
}

/** What comes back slowly strikes less often than it should, while the fleet sends by another way. */
const STRUCK_SHARE = 0.3;
/** Gateways leave a broker that was away alone for a while. */
const PIPED_SHARE = 0.05;

/** What is wrong with a kind of fault; undefined when nothing is. */
export function shortfallOf(figures: FaultFigures, wanted: Wanted): string | undefined {
  const { fault, rounds, struck, lost, duplicated, refusal, closedMonths } = figures;
  const { mirrorsDiffering, tablesDiffering } = figures;
  if (fault === "planted") {
    return lost > 0 ? undefined : "the planted error lost nothing: these strikes would not show it";
  }
  if (refusal !== null) return `an upload stopped: ${refusal}`;
  if (rounds < wanted.rounds) return `${rounds} rounds of ${wanted.rounds}`;
  if (fault !== "none" && struck < wanted.strikes * STRUCK_SHARE) {
    return `${struck} strikes of ${wanted.strikes}`;
  }
  if (closedMonths === 0) return "no month was closed: the tables would not show a difference";
  if (duplicated > 0) return `${duplicated} rows twice`;
  if (mirrorsDiffering + tablesDiffering > 0) return "the sides differ";
  const piped = figures.batches - figures.straight;
  if (pipeOf[fault] !== undefined && piped < figures.batches * PIPED_SHARE) {
    return `${figures.straight} of ${figures.batches} batches went past the broker`;
  }
  return lost > 0 ? `${lost} acknowledged entries were gone` : undefined;
}

/** "postgres: rounds=20000 struck=25 lost=0 …" */
export function lineOf(figures: FaultFigures): string {
  const { fault, rounds, entries, struck, lost, duplicated, seconds } = figures;
  const counts = { rounds, entries, struck, lost, duplicated };
  const { mirrorsDiffering, tablesDiffering, closedMonths, longestPauseMs } = figures;
  const sides = { "mirrors-differing": mirrorsDiffering, "tables-differing": tablesDiffering };
  const times = {
    "longest-pause": `${(longestPauseMs / 1000).toFixed(2)}s`,
    took: `${seconds.toFixed(0)}s`,
  };
  const ways =
    pipeOf[fault] === undefined ? {} : { piped: `${figures.batches - figures.straight}` };
  const months = { "closed-months": closedMonths };
  const all = Object.entries({ ...counts, ...sides, ...months, ...ways, ...times });
  return `${fault}: ${all.map(([name, value]) => `${name}=${value}`).join(" ")}`;
}

/** The last line. The planted error counts for itself. */
export function lastLine(all: readonly FaultFigures[], seed: number): string {
  const product = all.filter(({ fault }) => fault !== "planted");
  const planted = all.filter(({ fault }) => fault === "planted");
  const sum = (of: readonly FaultFigures[], read: (one: FaultFigures) => number) =>
    of.reduce((total, one) => total + read(one), 0);
  const figures = {
    seed,
    faults: product.length,
    rounds: sum(product, ({ rounds }) => rounds),
    struck: sum(product, ({ struck }) => struck),
    lost: sum(product, ({ lost }) => lost),
    duplicated: sum(all, ({ duplicated }) => duplicated),
    "mirrors-differing": sum(all, ({ mirrorsDiffering }) => mirrorsDiffering),
    "tables-differing": sum(all, ({ tablesDiffering }) => tablesDiffering),
    ...(planted.length === 0 ? {} : { "planted-lost": sum(planted, ({ lost }) => lost) }),
  };
  const words = Object.entries(figures).map(([name, value]) => `${name}=${value}`);
  return ["soak:server", ...words].join(" ");
}
