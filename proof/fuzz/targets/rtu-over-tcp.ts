/** The frames of a serial line through a converter that sends them over TCP, as the converter cuts. */

import { lineTiming } from "../../../packages/modbus/src/master/line-timing.ts";
import { RtuEngine } from "../../../packages/modbus/src/master/rtu-engine.ts";
import { defaultBusSettings } from "../../../packages/modbus/src/master/settings.ts";
import type { FuzzTarget } from "../run/fuzz-target.ts";
import type { SerialEngine } from "./modbus/serial-master.ts";
import { serialCase } from "./modbus/serial-oracle.ts";
import { drawTalk } from "./modbus/serial-talk.ts";

/** This side sees no line: characters take no time, lumps come late. */
const noLine = lineTiming({ baud: 0, charBits: 10, latencyMs: 2 });
const settings = { ...defaultBusSettings, echo: "absent" } as const;

export const rtuOverTcpTarget: FuzzTarget = rtuOverTcpTargetOf(
  () => new RtuEngine(settings, noLine, () => undefined),
);

/** The target over another engine, to see the oracle at work. */
export function rtuOverTcpTargetOf(makeEngine: () => SerialEngine): FuzzTarget {
  return {
    batchCases: 50_000,
    prepare: () => ({ draw: (random) => serialCase(drawTalk(random), makeEngine) }),
  };
}
