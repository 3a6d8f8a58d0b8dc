/** Replies on a serial line (MODBUS over Serial Line V1.02) into the master's engine. */

import { lineTiming } from "../../../packages/modbus/src/master/line-timing.ts";
import { RtuEngine } from "../../../packages/modbus/src/master/rtu-engine.ts";
import { defaultBusSettings } from "../../../packages/modbus/src/master/settings.ts";
import type { FuzzTarget } from "../run/fuzz-target.ts";
import type { SerialEngine } from "./modbus/serial-master.ts";
import { serialCase } from "./modbus/serial-oracle.ts";
import { drawTalk } from "./modbus/serial-talk.ts";

const line = lineTiming({ baud: 9600, charBits: 10, latencyMs: 0 });

export const rtuTarget: FuzzTarget = rtuTargetOf(
  () => new RtuEngine(defaultBusSettings, line, () => undefined),
);

/** The target over another engine, to see the oracle at work. */
export function rtuTargetOf(makeEngine: () => SerialEngine): FuzzTarget {
  return {
    batchCases: 50_000,
    prepare: () => ({ draw: (random) => serialCase(drawTalk(random), makeEngine) }),
  };
}
