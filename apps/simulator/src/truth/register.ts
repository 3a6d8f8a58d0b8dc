/**
 * The register of one counter: what it stands at, and what the display makes of it. What passed goes
 * on whatever happens to the meter; the register begins anew with another meter, a reset or a power
 * failure, and at its end.
 */

import type { ScenarioMeter } from "../scenario/scenario.ts";

/** Micro-units, or pulses of an input, at an instant. */
export type FigureAt = (instantMs: number) => number;

/** What a register is made of. */
export interface RegisterParts {
  readonly meter: ScenarioMeter;
  readonly counterId: string;
  /** What passed since the building's start, as this meter counts it. */
  readonly counted: FigureAt;
  readonly startMs: number;
  /** A unit in what is counted: 1 000 000 micro-units, or the pulses of one. */
  readonly unit: number;
  /** What a start index of 1 is in what is counted; 1 for pulses, whose starts are counts. */
  readonly startUnit: number;
}

/** A register, and what the display shows of it before it is cut to a step. */
export interface Register {
  readonly standsAt: FigureAt;
  readonly shownAt: FigureAt;
}

/** From an instant on, what is to be added to what was counted. */
interface Life {
  readonly fromMs: number;
  readonly add: number;
}

const dayMs = 86_400_000;
const oldDisplayMs = 3 * dayMs;
const highDisplayUnits = 5000;

/** Makes a register. */
export function registerOf(parts: RegisterParts): Register {
  const { meter, counterId, counted } = parts;
  const lives = livesOf(parts);
  const [first] = lives;
  const end = (meter.rollsOverAt[counterId] ?? 0) * parts.startUnit;
  const only = lives.length === 1 ? first : undefined;

  function standsAt(instantMs: number): number {
    const { add } = only ?? lifeAt(lives, instantMs);
    const figure = Math.max(0, counted(instantMs) + add);
    return end > 0 ? figure % end : figure;
  }

  const glitches = meter.faults.filter((fault) => fault.kind === "glitch");
  if (glitches.length === 0) return { standsAt, shownAt: standsAt };
  return {
    standsAt,
    shownAt(instantMs) {
      const glitch = glitches.find(({ fromMs, toMs }) => instantMs >= fromMs && instantMs < toMs);
      if (glitch === undefined) return standsAt(instantMs);
      if (glitch.shows === "zero") return 0;
      if (glitch.shows === "old") return standsAt(glitch.fromMs - oldDisplayMs);
      const high = standsAt(instantMs) + highDisplayUnits * parts.unit;
      return end > 0 ? high % end : high;
    },
  };
}

function lifeAt(lives: readonly Life[], instantMs: number): Life {
  return lives.findLast(({ fromMs }) => fromMs <= instantMs) ?? lives[0] ?? { fromMs: 0, add: 0 };
}

type Turn =
  | { readonly kind: "begins"; readonly atMs: number; readonly start: number }
  | { readonly kind: "unsaved"; readonly atMs: number; readonly minutes: number };

function livesOf(parts: RegisterParts): readonly Life[] {
  const { counted, startMs, meter, counterId, startUnit } = parts;
  const start = Math.round((meter.start[counterId] ?? 0) * startUnit);
  const lives: Life[] = [{ fromMs: startMs, add: start - counted(startMs) }];
  for (const turn of turnsOf(parts)) {
    const from = counted(turn.atMs);
    if (turn.kind === "begins") {
      lives.push({ fromMs: turn.atMs, add: turn.start - from });
      continue;
    }
    const life = lifeAt(lives, turn.atMs);
    const savedMs = Math.max(life.fromMs, turn.atMs - turn.minutes * 60_000);
    lives.push({ fromMs: turn.atMs, add: life.add + counted(savedMs) - from });
  }
  return lives;
}

/** Everything after which a register goes on from another figure, in the order of time. */
function turnsOf({ meter, counterId, startUnit }: RegisterParts): readonly Turn[] {
  const isPulse = meter.inputs[counterId] !== undefined;
  const exchanges = meter.exchanges.map(({ atMs, start }): Turn => {
    // A new pulse counter begins at 0: the mechanical meter behind its input goes on.
    const index = isPulse ? 0 : Math.round((start[counterId] ?? 0) * startUnit);
    return { kind: "begins", atMs, start: index };
  });
  const faults = meter.faults.flatMap((fault): Turn[] => {
    if (fault.kind === "reset") return [{ kind: "begins", atMs: fault.atMs, start: 0 }];
    return fault.kind === "unsaved" ? [fault] : [];
  });
  return [...exchanges, ...faults].sort((one, other) => one.atMs - other.atMs);
}
