/** The arguments of `npm run soak:fuzz`. */

export interface FuzzArguments {
  /** Of each target that stands for a format named by the goal; others run a part of it. */
  readonly cases: number;
  readonly seed: number;
  /** Names of targets. */
  readonly only: readonly string[];
  /** One case, to replay it; undefined for a run. */
  readonly caseNumber: number | undefined;
}

export type ReadArguments =
  | { readonly kind: "arguments"; readonly given: FuzzArguments }
  | { readonly kind: "usage"; readonly why: string };

const casesDefault = 1_000_000;
const casesMax = 2_000_000_000;

/**
 * Reads the arguments.
 *
 * @param words What stands behind `--`.
 * @param names The targets that there are.
 * @param seedDefault Used where none is given.
 */
export function readFuzzArguments(
  words: readonly string[],
  names: readonly string[],
  seedDefault: number,
): ReadArguments {
  const values = new Map<string, string>();
  for (let at = 0; at < words.length; at += 2) {
    const [word = "", value] = words.slice(at, at + 2);
    if (!["--cases", "--seed", "--only", "--case"].includes(word)) {
      return usage(`"${word}" is not known; allowed: --cases, --seed, --only, --case.`);
    }
    if (value === undefined) return usage(`${word} needs a value.`);
    values.set(word, value);
  }
  const cases = whole(values.get("--cases"), casesDefault, 1, casesMax);
  if (cases === undefined) return usage(`--cases takes 1 to ${casesMax}.`);
  const seed = whole(values.get("--seed"), seedDefault, 0, 0x7fff_ffff);
  if (seed === undefined) return usage("--seed takes 0 to 2147483647.");
  const only = values.get("--only")?.split(",") ?? names;
  const stranger = only.find((name) => !names.includes(name));
  if (stranger !== undefined) {
    return usage(`"${stranger}" is no target; allowed: ${names.join(", ")}.`);
  }
  const written = values.get("--case");
  const caseNumber = whole(written, 0, 0, casesMax);
  if (caseNumber === undefined) return usage(`--case takes 0 to ${casesMax}.`);
  if (written === undefined) {
    return { kind: "arguments", given: { cases, seed, only, caseNumber: undefined } };
  }
  if (only.length !== 1 || !values.has("--seed")) {
    return usage("--case needs --only with one target, and --seed.");
  }
  return { kind: "arguments", given: { cases, seed, only, caseNumber } };
}

function whole(
  text: string | undefined,
  otherwise: number,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return otherwise;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

function usage(why: string): ReadArguments {
  return { kind: "usage", why };
}
