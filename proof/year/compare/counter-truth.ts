/** What the simulator holds of one counter, in the unit of its bill. */

import { counterKey, type YearRecord } from "../driver/year-record.ts";
import type { ExpectedChannel } from "../expected/expected-channel.ts";
import type { CounterTruth } from "./against-truth.ts";
import { inUnit } from "./unit-ratio.ts";
import { unseenBy } from "./unseen.ts";

/** The truth of a counter. @throws Error for a channel whose meter or counter is not there. */
export function counterTruth(
  { building, scenario, floats }: YearRecord,
  { meterId, counters }: ExpectedChannel,
  counterNo: 1 | 2,
): CounterTruth {
  const meter = scenario.meters.find(({ id }) => id === meterId);
  const counter = counters.find((one) => one.counterNo === counterNo);
  if (meter === undefined || counter === undefined) {
    throw new Error(`Broken assumption: ${meterId} has a counter ${counterNo}`);
  }
  const { truth } = building;
  const { counterId, facts } = counter;
  const turns = new Set([
    ...meter.exchanges.map(({ atMs }) => atMs),
    ...meter.faults.flatMap((fault) => ("atMs" in fault ? [fault.atMs] : [])),
  ]);
  const unseen = unseenBy(meter, truth, counterId);
  return {
    consumedAt: (atMs) => inUnit(facts.unit, truth.consumedAt(meterId, counterId, atMs)),
    registerAt: (atMs) => inUnit(facts.unit, truth.indexAt(meterId, counterId, atMs)),
    turnsAt: (atMs) => turns.has(atMs),
    flickerAt: (atMs) =>
      Math.max(
        0,
        ...meter.faults.map((fault) =>
          fault.kind === "jitter" && fault.fromMs <= atMs && atMs < fault.toMs ? fault.steps : 0,
        ),
      ),
    isFloat: floats.has(counterKey(meterId, counterId)),
    unseen: (fromMs, toMs) => inUnit(facts.unit, Number(unseen(fromMs, toMs))),
  };
}
