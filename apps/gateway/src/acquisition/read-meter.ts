/** Asks one meter, wherever it is, and gives its reading in the one form that rounds know. */

import { type Clock, type CounterId, type MissingReason, sleep } from "@mega/domain";
import type { InstalledMeter, InstalledModbusMeter, MeterPlan } from "@mega/installation";
import { decodeMeter, type WantedRange, wantedRanges } from "@mega/profiles";
import type { BusHost } from "./bus/bus-host.ts";
import type { MeterQuestion } from "./bus/meter-question.ts";
import type { MeterReading } from "./meter-reading.ts";
import {
  answerTimes,
  blocksOf,
  latencyOf,
  modbusQuestion,
  placeOfCounter,
} from "./modbus-question.ts";
import type { ReadMeter } from "./round-runner.ts";

/** Takes the newest reading of a meter that sends by itself. */
type TakeReading = (meterId: string) => MeterReading;

/** What asking needs. */
export interface MeterReaderOptions {
  readonly clock: Clock;
  readonly meters: ReadonlyMap<string, InstalledMeter>;
  readonly buses: BusHost;
  readonly takeP1: TakeReading;
  readonly takeMqtt: TakeReading;
  /** Whether rounds ask for power too, for those whom it is published to. */
  readonly powerInRounds: boolean;
  /** Since when ports and connections are open, monotonic; undefined before. */
  readonly openSinceMs: () => number | undefined;
}

/** How long after the start a meter that sends by itself is waited for, and how often looked at. */
const FIRST_MESSAGE_MS_MAX = 12_000;
const LOOK_AGAIN_MS = 250;

/** An answer of the bus may be this old for two channels on one meter. */
const SHARED_ANSWER_MS_MAX = 500;

/** A function that asks one meter. */
export function meterReader(options: MeterReaderOptions): ReadMeter {
  const questions = new Map<InstalledModbusMeter, RoundQuestion>();
  return async (plan, urgent) => {
    const installed = options.meters.get(plan.meter.id);
    switch (installed?.kind) {
      case undefined:
      case "manual":
        return nothing(plan, options.clock.nowMs(), "not-polled");
      case "modbus":
        return readModbus(options, installed, plan, urgent, questions);
      case "p1":
        return only(plan, await takePatiently(options, options.takeP1, plan.meter.id));
      case "mqtt":
        return only(plan, await takePatiently(options, options.takeMqtt, plan.meter.id));
    }
  };
}

/** Right after the start nothing can have come yet: the round of the start waits a little. */
async function takePatiently(
  { clock, openSinceMs }: MeterReaderOptions,
  take: TakeReading,
  meterId: string,
): Promise<MeterReading> {
  for (;;) {
    const reading = take(meterId);
    const untilMs = (openSinceMs() ?? Number.NEGATIVE_INFINITY) + FIRST_MESSAGE_MS_MAX;
    if (!reading.counters.some(isAwaited) || clock.monotonicMs() >= untilMs) return reading;
    await sleep(clock, LOOK_AGAIN_MS);
  }
}

function isAwaited({ observed }: MeterReading["counters"][number]): boolean {
  return observed.kind === "none" && ["no-message", "bus-down"].includes(observed.reason);
}

/** What a meter is asked in each round alike, and what is wanted of its answer. */
interface RoundQuestion {
  readonly plan: MeterPlan;
  readonly counterIds: readonly CounterId[];
  readonly wanted: readonly WantedRange[];
  readonly question: MeterQuestion;
}

function questionOf(
  { powerInRounds }: MeterReaderOptions,
  installed: InstalledModbusMeter,
  plan: MeterPlan,
  urgent: boolean,
): RoundQuestion {
  const counterIds = plan.counters.map((counter) => counter.counterId);
  // Flow and temperatures are for the person who asked; a round keeps counters only.
  const live = urgent ? "all" : powerInRounds ? ["power"] : [];
  const wanted = wantedRanges(installed.profile, {
    counters: counterIds,
    live,
    serialNumber: true,
  });
  const question = modbusQuestion(installed, wanted, urgent ? "interactive" : "high");
  return { plan, counterIds, wanted, question };
}

async function readModbus(
  options: MeterReaderOptions,
  installed: InstalledModbusMeter,
  plan: MeterPlan,
  urgent: boolean,
  questions: Map<InstalledModbusMeter, RoundQuestion>,
): Promise<MeterReading> {
  const { buses, clock } = options;
  const { meter, profile, units } = installed;
  const known = urgent ? undefined : questions.get(installed);
  const asked = known?.plan === plan ? known : questionOf(options, installed, plan, urgent);
  if (!urgent) questions.set(installed, asked);
  const { counterIds, wanted, question } = asked;
  const answers = await buses.readMeter({ ...question, maxAgeMs: SHARED_ANSWER_MS_MAX });
  const blocks = blocksOf(wanted, answers);
  const decoded = decodeMeter(profile, blocks, units);
  const timeOf = answerTimes(wanted, answers);
  const counters = counterIds.map((counterId) => {
    const found = decoded.counters[counterId];
    const takenAtMs = timeOf.get(placeOfCounter(installed, counterId)) ?? clock.nowMs();
    if (found === undefined) {
      return { counterId, observed: none("not-polled"), raw: new Uint8Array(0), takenAtMs };
    }
    const { raw, ...observed } = found;
    return { counterId, observed, raw, takenAtMs };
  });
  const serialNumber = decoded.serialNumber;
  return {
    meterId: meter.id,
    counters,
    ...(serialNumber === undefined ? {} : { serialNumber }),
    live: Object.entries(decoded.live).flatMap(([name, { value, unit }]) =>
      value === null ? [] : [{ name, value, unit }],
    ),
    latencyMs: latencyOf(answers),
  };
}

/** Only the counters of the plan. */
function only(plan: MeterPlan, reading: MeterReading): MeterReading {
  const wanted = new Set(plan.counters.map((counter) => counter.counterId));
  return { ...reading, counters: reading.counters.filter((entry) => wanted.has(entry.counterId)) };
}

function nothing(plan: MeterPlan, takenAtMs: number, reason: MissingReason): MeterReading {
  const counters = plan.counters.map(({ counterId }) => ({
    counterId,
    observed: none(reason),
    raw: new Uint8Array(0),
    takenAtMs,
  }));
  return { meterId: plan.meter.id, counters, live: [], latencyMs: null };
}

function none(reason: MissingReason): { kind: "none"; reason: MissingReason } {
  return { kind: "none", reason };
}
