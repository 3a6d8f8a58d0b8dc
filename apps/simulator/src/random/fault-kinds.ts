/** Every kind of fault that a made-up building meets: how often, how long, on which meters. */

import type { Fault } from "../scenario/faults.ts";
import type { Load } from "../scenario/scenario.ts";
import type { Chance } from "./chance.ts";
import type { Span } from "./fault-calendar.ts";
import { billedCounter, mostPerHour } from "./meter-kinds.ts";
import type { RandomMeter } from "./random-meters.ts";
import { serialOf } from "./random-meters.ts";

/** What a fault is made of. */
interface FaultGround {
  readonly chance: Chance;
  readonly target: RandomMeter;
  /** Its place in the building. */
  readonly no: number;
  readonly meters: readonly RandomMeter[];
  readonly span: Span;
}

/** One kind of fault. */
export interface FaultKind {
  readonly name: string;
  /** How many in a building of 128 meters and 14 months. */
  readonly times: number;
  readonly changesFigures: boolean;
  /** Shortest and longest, in minutes. */
  readonly minutes: readonly [least: number, most: number];
  /** Of a thousand so many lie across the end of a month. */
  readonly acrossPermille: number;
  readonly fits: (target: RandomMeter) => boolean;
  /** undefined where the building has nothing to make it of. */
  readonly make: (ground: FaultGround) => Fault | undefined;
}

const hour = 60;
const day = 24 * hour;
const hourMs = 3_600_000;
/** A message that is older than the one that came an hour after it. */
const overtakenMs = hourMs + 8000;

const onBus = ({ meter }: RandomMeter) => meter.place.kind === "bus";
const byMessage = ({ meter }: RandomMeter) => meter.place.kind === "mqtt";
const anywhere = () => true;
const rolls = ({ kind }: RandomMeter) => kind.rollsOverAt !== undefined;
/** A register that comes to its end has its own trial. */
const steady = (target: RandomMeter) => !rolls(target);
const importOnly = ({ meter }: RandomMeter) =>
  meter.load?.kind === "common" ||
  (meter.load?.kind === "household" && meter.load.solarYearlyKwh === undefined);

const quiet = { changesFigures: false, fits: anywhere, acrossPermille: 250 };
const figures = { changesFigures: true, fits: steady, acrossPermille: 150 };

/** What happens to answers on their way. */
const wayKinds: readonly FaultKind[] = [
  {
    ...quiet,
    ...{ name: "outage", times: 14, minutes: [2 * hour, 3 * day], acrossPermille: 400 },
    make: ({ span }) => ({ kind: "outage", ...span }),
  },
  {
    ...quiet,
    ...{ name: "dead", times: 3, minutes: [12 * day, 30 * day] },
    make: ({ span }) => ({ kind: "dead", ...span }),
  },
  {
    ...quiet,
    ...{ name: "noisy", times: 8, minutes: [8 * day, 50 * day], fits: onBus },
    make: ({ chance, span }) => ({
      kind: "noisy",
      corruptPermille: chance.whole(20, 150),
      latePermille: chance.whole(10, 60),
      doubledPermille: chance.whole(10, 60),
      noisePermille: chance.whole(20, 90),
      lateMsMin: 1100,
      // Up to far into the turns of other meters.
      lateMsMax: chance.oneOf([1800, 4000, 30_000]),
      ...span,
    }),
  },
  {
    ...quiet,
    ...{ name: "slow", times: 4, minutes: [5 * day, 40 * day], fits: onBus },
    make: ({ chance, span }) => ({ kind: "slow", turnaroundMs: chance.whole(120, 700), ...span }),
  },
  {
    ...figures,
    ...{ name: "duplicate", times: 4, minutes: [5 * hour, 3 * day] },
    fits: (target) => onBus(target) && steady(target),
    make({ chance, target, no, span }) {
      // A meter fresh from its box, or one that hung elsewhere for years.
      const counterId = billedCounter(target.meter.load);
      const own = target.meter.start[counterId] ?? 0;
      const above = clearlyAbove(target.meter.load) + chance.whole(0, 2000);
      const otherStart = { [counterId]: chance.hits(500) ? 0.5 : Math.round(own + above) };
      return { kind: "duplicate", otherSerial: serialOf(target.kind, no, 7), otherStart, ...span };
    },
  },
];

/** What is wrong with the figures a meter shows. */
const shownKinds: readonly FaultKind[] = [
  {
    ...figures,
    // A thousand times next to nothing is soon no more than can have passed.
    ...{ name: "unit of a counter that stands still", times: 3, minutes: [4 * day, 9 * day] },
    fits: ({ standsStill }) => standsStill === true,
    make: ({ span }) => ({ kind: "unit", ...span }),
  },
  {
    ...figures,
    ...{ name: "glitch zero", times: 7, minutes: [hour, 9 * hour] },
    make: ({ span }) => ({ kind: "glitch", shows: "zero", ...span }),
  },
  {
    ...figures,
    ...{ name: "glitch old", times: 5, minutes: [hour, 9 * hour] },
    make: ({ span }) => ({ kind: "glitch", shows: "old", ...span }),
  },
  {
    ...figures,
    ...{ name: "glitch high", times: 7, minutes: [hour, 3 * day] },
    make: ({ span }) => ({ kind: "glitch", shows: "high", ...span }),
  },
  {
    ...figures,
    ...{ name: "reset", times: 5, minutes: [1, 1] },
    make: ({ span }) => ({ kind: "reset", atMs: span.fromMs }),
  },
  {
    ...figures,
    ...{ name: "unsaved", times: 5, minutes: [1, 1] },
    make: ({ chance, span }) => ({
      kind: "unsaved",
      atMs: span.fromMs,
      minutes: chance.whole(2 * hour, 12 * hour),
    }),
  },
  {
    ...quiet,
    ...{ name: "jitter", times: 6, minutes: [8 * day, 40 * day], fits: steady },
    make: ({ span }) => ({ kind: "jitter", steps: 1, ...span }),
  },
  ...(["falls", "holds"] as const).map((register): FaultKind => {
    return {
      ...figures,
      ...{ name: `export ${register}`, times: 3, minutes: [5 * hour, 2 * day] },
      fits: (target) => steady(target) && importOnly(target),
      make: ({ chance, span }) => ({
        kind: "export",
        register,
        unitsPerHour: chance.whole(5, 30) / 10,
        fromMs: span.fromMs - (span.fromMs % hourMs),
        toMs: span.toMs - (span.toMs % hourMs),
      }),
    };
  }),
  {
    ...figures,
    ...{ name: "unit", times: 5, minutes: [8 * hour, 5 * day], fits: byMessage },
    make: ({ span }) => ({ kind: "unit", ...span }),
  },
];

/** What is wrong with messages. */
const messageFaultKinds: readonly FaultKind[] = [
  {
    ...quiet,
    ...{ name: "retained", times: 8, minutes: [1, 1], fits: byMessage },
    make: ({ span }) => ({ kind: "retained", atMs: span.fromMs }),
  },
  {
    ...quiet,
    ...{ name: "doubled", times: 6, minutes: [3 * day, 30 * day], fits: byMessage },
    make: ({ chance, span }) => ({ kind: "doubled", permille: chance.whole(50, 400), ...span }),
  },
  {
    ...figures,
    ...{ name: "late", times: 5, minutes: [8 * hour, 3 * day], fits: byMessage },
    make: ({ chance, span }) => ({
      kind: "late",
      permille: chance.whole(50, 300),
      lateMs: overtakenMs,
      ...span,
    }),
  },
  ...(["null", "text", "nan", "truncated", "negative"] as const).map((holds): FaultKind => {
    return {
      ...quiet,
      ...{ name: `bad-payload ${holds}`, times: 3, minutes: [6 * hour, 6 * day], fits: byMessage },
      make: ({ chance, span }) => ({
        kind: "bad-payload",
        holds,
        permille: chance.whole(150, 1000),
        ...span,
      }),
    };
  }),
  {
    ...figures,
    ...{ name: "mixed-up", times: 6, minutes: [3 * hour, 20 * hour], fits: byMessage },
    make({ chance, target, meters, span }) {
      const other = otherMeter(chance, target, meters);
      if (other === undefined) return undefined;
      return { kind: "mixed-up", permille: chance.whole(300, 700), other, ...span };
    },
  },
];

/** Every kind, those that need most room first. */
export const faultKinds: readonly FaultKind[] = [
  ...shownKinds.filter(({ changesFigures }) => changesFigures),
  ...messageFaultKinds.filter(({ changesFigures }) => changesFigures),
  ...wayKinds,
  ...shownKinds.filter(({ changesFigures }) => !changesFigures),
  ...messageFaultKinds.filter(({ changesFigures }) => !changesFigures),
];

/** Another meter of the same sort that stands clearly lower or clearly higher all the time. */
function otherMeter(
  chance: Chance,
  { meter }: RandomMeter,
  meters: readonly RandomMeter[],
): string | undefined {
  const counterId = billedCounter(meter.load);
  const startOf = ({ start }: RandomMeter["meter"]) => start[counterId] ?? 0;
  const own = startOf(meter);
  const alike = meters.filter(
    (other) =>
      other.meter.id !== meter.id && billedCounter(other.meter.load) === counterId && steady(other),
  );
  const lower = alike.filter(
    ({ meter: other }) => startOf(other) + 1.5 * yearlyOf(other.load) < own / 2,
  );
  const higher = alike.filter((other) => startOf(other.meter) > own + clearlyAbove(meter.load));
  const first = chance.hits(500) ? lower : higher;
  const found = first.length > 0 ? first : [...lower, ...higher];
  return found.length === 0 ? undefined : chance.oneOf(found).meter.id;
}

/**
 * So many units above a meter's start its figures cannot be mistaken for its own: more than it can
 * count in 30 hours, whatever it counted since.
 */
function clearlyAbove(load: Load | undefined): number {
  const perHour = mostPerHour(load);
  return 30 * perHour + 1.5 * yearlyOf(load);
}

function yearlyOf(load: Load | undefined): number {
  if (load === undefined || load.kind === "main") return 0;
  return "yearlyM3" in load ? load.yearlyM3 : load.yearlyKwh;
}

/** From when to when a fault holds; what strikes at an instant is over at once. */
export function spanOf(fault: Fault): Span {
  if ("atMs" in fault) return { fromMs: fault.atMs, toMs: fault.atMs };
  const { fromMs, toMs } = fault;
  return { fromMs, toMs };
}
