/** What the parts of the power cuts tell, and what it comes to in the end. */

import type { Tally } from "./check/tally.ts";
import type { FlipTally } from "./flips/flip-bits.ts";

/** What a part found: its figures by name, and whether they are good. */
export interface PartFigures {
  readonly part: string;
  readonly ok: boolean;
  readonly figures: Readonly<Record<string, number | string>>;
  /** The first thing that was wrong, and how to come to it again; null when nothing was. */
  readonly wrong: string | null;
}

/** Figures of ends that must lose nothing. */
export function safeFigures(part: string, tally: Tally): PartFigures {
  const { ends, acknowledged, lost, half, damaged, firstBroken } = tally;
  return {
    part,
    ok: firstBroken === null && ends > 0 && acknowledged > 0,
    figures: { ends, acknowledged, lost, half, damaged },
    wrong: firstBroken === null ? null : JSON.stringify(firstBroken),
  };
}

/** Figures of ends under weakened commits, which must be seen to lose. */
export function weakenedFigures(part: string, tally: Tally): PartFigures {
  const { ends, acknowledged, lost, half, damaged } = tally;
  const wrong = lost > 0 ? null : "weakened commits lost nothing: these cuts would not show a loss";
  return {
    part,
    ok: lost > 0,
    figures: { ends, acknowledged, "weakened-lost": lost, half, damaged },
    wrong,
  };
}

/** Figures of turned bits. */
export function flipFigures({ firstSilent, ...counts }: FlipTally): PartFigures {
  return {
    part: "flips",
    ok: counts.silent === 0 && counts.told > 0,
    figures: counts,
    wrong: firstSilent === null ? null : JSON.stringify(firstSilent),
  };
}

/** "states FULL: ends=200 lost=0 …" */
export function lineOf({ part, figures }: PartFigures): string {
  return `${part}: ${Object.entries(figures)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ")}`;
}

/** The last line: what was cut, and what it cost. A part that did not run is not named. */
export function lastLine(all: readonly PartFigures[], seed: number): string {
  const sum = (name: string, of = ""): number =>
    all
      .filter(({ part }) => part.startsWith(of))
      .reduce((total, { figures }) => total + Number(figures[name] ?? 0), 0);
  const safe = all.filter(({ figures }) => !("weakened-lost" in figures));
  const lossOf = (name: string): number =>
    safe.reduce((total, { figures }) => total + Number(figures[name] ?? 0), 0);
  const ends = ["cuts", "states", "kills"]
    .filter((name) => safe.some(({ part }) => part.startsWith(name)))
    .map((name) => `${name}=${endsOf(safe, name)}`);
  const losses = ["lost", "half", "damaged"].map((name) => `${name}=${lossOf(name)}`);
  const others = [`weakened-lost=${sum("weakened-lost")}`, `silent-flips=${sum("silent")}`];
  return ["soak:powercut", `seed=${seed}`, ...ends, ...losses, ...others].join(" ");
}

function endsOf(all: readonly PartFigures[], of: string): number {
  return all
    .filter(({ part }) => part.startsWith(of))
    .reduce((total, { figures }) => total + Number(figures["ends"] ?? 0), 0);
}
