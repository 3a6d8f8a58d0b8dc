/** Spreads faults of every kind over the meters of a made-up building. */

import type { Fault } from "../scenario/faults.ts";
import type { Chance } from "./chance.ts";
import type { FaultCalendar, Span, Wish } from "./fault-calendar.ts";
import { type FaultKind, faultKinds } from "./fault-kinds.ts";
import type { RandomMeter } from "./random-meters.ts";

/** A building whose faults are being drawn. */
export interface FaultPlan {
  readonly chance: Chance;
  readonly calendar: FaultCalendar;
  readonly meters: readonly RandomMeter[];
  /** Of the 128 meters and 14 months that the kinds are counted for; 1 for as many. */
  readonly share: number;
}

/** Faults by meter. */
export type FaultsByMeter = ReadonlyMap<string, readonly Fault[]>;

const triesMax = 200;
const minuteMs = 60_000;

/** Draws the faults: once each kind, then the further ones, so that a short building has them all. */
export function randomFaults(plan: FaultPlan): FaultsByMeter {
  const byMeter = new Map<string, Fault[]>();
  const add = (meterId: string, fault: Fault) =>
    byMeter.set(meterId, [...(byMeter.get(meterId) ?? []), fault]);
  const timesOf = ({ times }: FaultKind) => Math.max(1, Math.round(times * plan.share));
  const turns = Math.max(...faultKinds.map(timesOf));
  for (let turn = 0; turn < turns; turn++) {
    for (const kind of faultKinds.filter((one) => turn < timesOf(one))) {
      const found = oneFault(plan, kind, turn);
      if (found !== undefined) add(found.meterId, found.fault);
    }
  }
  for (const { meterId, fault } of clockChangeFaults(plan)) add(meterId, fault);
  for (const { meterId, fault } of overlapping(plan, byMeter)) add(meterId, fault);
  return byMeter;
}

interface PlacedFault {
  readonly meterId: string;
  readonly fault: Fault;
}

function oneFault(plan: FaultPlan, kind: FaultKind, turn: number): PlacedFault | undefined {
  const { chance, calendar, meters } = plan;
  const candidates = meters.filter(kind.fits);
  if (candidates.length === 0) return undefined;
  for (let tried = 0; tried < triesMax; tried++) {
    const target = chance.oneOf(candidates);
    const span = calendar.take(target.meter.id, wishOf(plan, kind, turn));
    if (span === undefined) continue;
    const no = meters.indexOf(target);
    const fault = kind.make({ chance, target, no, meters, span });
    if (fault !== undefined) return { meterId: target.meter.id, fault };
  }
  return undefined;
}

function wishOf({ chance, calendar }: FaultPlan, kind: FaultKind, turn: number): Wish {
  const [least, most] = kind.minutes;
  const { changesFigures, acrossPermille } = kind;
  const wish = { changesFigures, lengthMs: chance.whole(least, most) * minuteMs };
  const { monthEndsMs } = calendar;
  // The first of each kind lies anywhere, so that a short building finds room for it.
  const isAcross = turn > 0 && monthEndsMs.length > 0 && chance.hits(acrossPermille);
  return isAcross ? { ...wish, aroundMs: chance.oneOf(monthEndsMs) } : wish;
}

/** Over each change of the clocks one meter is silent and another one's messages are damaged. */
function clockChangeFaults({ chance, calendar, meters }: FaultPlan): readonly PlacedFault[] {
  return calendar.clockChangesMs.flatMap((aroundMs) => [
    ...placedAround(calendar, chance, meters, aroundMs, (span) => ({ kind: "outage", ...span })),
    ...placedAround(
      calendar,
      chance,
      meters.filter(({ meter }) => meter.place.kind === "mqtt"),
      aroundMs,
      (span) => ({ kind: "bad-payload", permille: 1000, holds: "null", ...span }),
    ),
  ]);
}

function placedAround(
  calendar: FaultCalendar,
  chance: Chance,
  meters: readonly RandomMeter[],
  aroundMs: number,
  make: (span: Span) => Fault,
): readonly PlacedFault[] {
  const lengthMs = chance.whole(120, 480) * minuteMs;
  for (const { meter } of chance.shuffled(meters)) {
    const span = calendar.take(meter.id, { lengthMs, changesFigures: false, aroundMs });
    if (span !== undefined) return [{ meterId: meter.id, fault: make(span) }];
  }
  return [];
}

/** Some trouble comes together: a meter is silent while its register begins anew or its display errs. */
function overlapping({ chance, share }: FaultPlan, faults: FaultsByMeter): readonly PlacedFault[] {
  const struck = [...faults].flatMap(([meterId, own]) =>
    own.flatMap((fault) => {
      if (fault.kind === "reset" || fault.kind === "unsaved")
        return [{ meterId, atMs: fault.atMs }];
      return fault.kind === "glitch" ? [{ meterId, atMs: fault.fromMs }] : [];
    }),
  );
  const wanted = Math.round(4 * share);
  return chance
    .shuffled(struck)
    .slice(0, wanted)
    .map(({ meterId, atMs }) => {
      const beforeMs = chance.whole(30, 600) * minuteMs;
      const afterMs = chance.whole(30, 600) * minuteMs;
      return { meterId, fault: { kind: "outage", fromMs: atMs - beforeMs, toMs: atMs + afterMs } };
    });
}
