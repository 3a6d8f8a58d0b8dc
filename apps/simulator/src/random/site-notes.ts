/** What a person on site can know of each fault: what stood on the display, and when. */

import type { Fault } from "../scenario/faults.ts";
import type { Scenario, ScenarioMeter } from "../scenario/scenario.ts";
import { type BuildingTruth, buildingTruth } from "../truth/building-truth.ts";
import { spanOf } from "./fault-kinds.ts";
import type { MeterKind } from "./meter-kinds.ts";
import type { RandomExchange } from "./random-exchanges.ts";
import type { RandomMeter } from "./random-meters.ts";

/** What stands on a meter: by counter in micro-units, cut to what its display shows. */
export interface MeterFace {
  /** As printed on its plate. */
  readonly serialNumber: string;
  /** Whether a reader is told that number. */
  readonly tellsSerial: boolean;
  readonly shown: Readonly<Record<string, number>>;
}

interface NoteCommon {
  readonly meterId: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Whether anything on the wire can show it. */
  readonly visible: boolean;
  /** What would make it visible; null where it is. */
  readonly remedy: string | null;
}

/** One note. */
export type SiteNote = NoteCommon &
  (
    | {
        readonly kind: "exchange";
        readonly announced: boolean;
        readonly taken: MeterFace;
        readonly put: MeterFace;
      }
    /** A register went on from another figure: after a reset, or after a power failure. */
    | {
        readonly kind: "set-back";
        readonly why: "reset" | "unsaved";
        readonly lastSeen: MeterFace;
        readonly goesOnFrom: MeterFace;
      }
    | { readonly kind: "rollover"; readonly counterId: string; readonly units: number }
    /** Everything else; who stands before the meter sees the fault itself. */
    | { readonly kind: "fault"; readonly fault: Fault }
  );

/** Everything that the notes are written from. */
export interface NoteGround {
  readonly scenario: Scenario;
  readonly meters: readonly RandomMeter[];
  readonly exchanges: readonly RandomExchange[];
  readonly endMs: number;
}

const hourMs = 3_600_000;
const serialRemedy = "a meter that tells its serial number, or a note of who exchanged it";
const timeRemedy = "messages that tell when the meter was read";

/** Writes the notes of a building, in the order of time. */
export function siteNotes(ground: NoteGround): readonly SiteNote[] {
  const truth = buildingTruth(ground.scenario);
  const kinds = new Map(ground.meters.map(({ meter, kind }) => [meter.id, kind]));
  const notes = ground.scenario.meters.flatMap((meter): readonly SiteNote[] => {
    const kind = kinds.get(meter.id);
    if (kind === undefined) return [];
    const face = (atMs: number) => faceOf(truth, meter, kind, atMs);
    return [
      ...meter.faults.map((fault) => faultNote(meter, kind, fault, face)),
      ...rolloverNotes(truth, meter, ground),
    ];
  });
  const exchanged = ground.exchanges.flatMap(({ meterId, exchange, announced, visible }) => {
    const meter = ground.scenario.meters.find(({ id }) => id === meterId);
    const kind = kinds.get(meterId);
    if (meter === undefined || kind === undefined) return [];
    const { atMs } = exchange;
    const note: SiteNote = {
      ...common(meterId, atMs, atMs, visible ? null : serialRemedy),
      kind: "exchange",
      announced,
      taken: faceOf(truth, meter, kind, atMs - 1),
      put: faceOf(truth, meter, kind, atMs),
    };
    return [note];
  });
  return [...notes, ...exchanged].sort((one, other) => one.fromMs - other.fromMs);
}

function common(meterId: string, fromMs: number, toMs: number, remedy: string | null): NoteCommon {
  return { meterId, fromMs, toMs, visible: remedy === null, remedy };
}

function faultNote(
  meter: ScenarioMeter,
  kind: MeterKind,
  fault: Fault,
  face: (atMs: number) => MeterFace,
): SiteNote {
  const { fromMs, toMs } = spanOf(fault);
  if (fault.kind === "reset" || fault.kind === "unsaved") {
    return {
      ...common(meter.id, fromMs, toMs, null),
      kind: "set-back",
      why: fault.kind,
      lastSeen: face(fromMs - 1),
      goesOnFrom: face(fromMs),
    };
  }
  // An old message without a time of its own passes for a new one.
  const remedy = fault.kind === "late" && kind.tellsTime !== true ? timeRemedy : null;
  return { ...common(meter.id, fromMs, toMs, remedy), kind: "fault", fault };
}

function faceOf(
  truth: BuildingTruth,
  meter: ScenarioMeter,
  kind: MeterKind,
  atMs: number,
): MeterFace {
  const own = kind.oneWay === "total" ? ["total"] : truth.countersOf(meter.id);
  return {
    serialNumber: truth.serialAt(meter.id, atMs),
    tellsSerial: kind.serial !== null,
    shown: Object.fromEntries(
      own.map((counterId) => {
        const step = kind.stepOf?.[counterId] ?? kind.stepMicro;
        return [counterId, Math.floor(truth.indexAt(meter.id, counterId, atMs) / step) * step];
      }),
    ),
  };
}

/** The hour in which a register began again is found by walking: it is asked once. */
function rolloverNotes(
  truth: BuildingTruth,
  meter: ScenarioMeter,
  { scenario, endMs }: NoteGround,
): readonly SiteNote[] {
  return Object.entries(meter.rollsOverAt).flatMap(([counterId, units]): SiteNote[] => {
    const indexAt = (atMs: number) => truth.indexAt(meter.id, counterId, atMs);
    for (let atMs = scenario.startMs; atMs < endMs; atMs += hourMs) {
      if (indexAt(atMs + hourMs) >= indexAt(atMs)) continue;
      return [
        { ...common(meter.id, atMs, atMs + hourMs, null), kind: "rollover", counterId, units },
      ];
    }
    return [];
  });
}
