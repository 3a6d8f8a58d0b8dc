/** POST /tests/meter: tests one meter as it is configured, or as somebody drafts it. */

import type { BusConfig, MeterConfig, MeterTest, MeterTestRequest } from "@mega/contract";
import { type Clock, toUtcString } from "@mega/domain";
import type { PlannedInstallation, ProfileSet } from "@mega/installation";
import { linkText } from "../link-text.ts";
import type { WatchedBuses } from "../watched-buses.ts";
import { testBusMeter } from "./bus-meter-test.ts";
import { type HeardMeter, testHeardMeter } from "./message-meter-test.ts";
import { testedMeter } from "./tested-meter.ts";

/** What a test works on. */
export interface MeterTestOptions {
  readonly clock: Clock;
  readonly planned: PlannedInstallation;
  readonly profiles: ProfileSet;
  readonly configuredBuses: readonly BusConfig[];
  readonly buses: Pick<WatchedBuses, "readTested">;
  /** What a configured meter that sends by itself has sent. */
  readonly heard: (meterId: string) => HeardMeter | null;
}

type Found = Omit<MeterTest, "at" | "tookMs">;

/** Tests a meter; throws NOT_FOUND for one that is not configured. */
export async function testMeter(
  request: MeterTestRequest,
  options: MeterTestOptions,
): Promise<MeterTest> {
  const { clock } = options;
  const beganAtMs = clock.monotonicMs();
  const at = toUtcString(clock.nowMs());
  const found = await findOut(request, options);
  return { at, tookMs: Math.round(clock.monotonicMs() - beganAtMs), ...found };
}

async function findOut(request: MeterTestRequest, options: MeterTestOptions): Promise<Found> {
  const tested = testedMeter(request, options.planned, options.profiles);
  if (tested.kind === "fault") return faulty(tested.meter, tested.detail);
  const { installed, needed, heardAs } = tested;
  if (installed.kind === "manual") {
    return faulty(installed.meter, "Nobody can ask this meter: a person types its index.");
  }
  if (installed.kind !== "modbus") {
    const heard = heardAs === null ? null : options.heard(heardAs);
    return testHeardMeter(installed, needed, heard);
  }
  const bus = options.configuredBuses.find(({ id }) => id === installed.meter.bus);
  if (bus === undefined) {
    const detail = `Bus ${installed.meter.bus} is not running; save it first.`;
    return faulty(installed.meter, detail);
  }
  const transport = bus.link.kind === "modbus-tcp" ? "tcp" : "rtu";
  const { clock, buses } = options;
  const common = { clock, buses, installed, needed, transport, linkText: linkText(bus) } as const;
  return { ...(await testBusMeter(common)), message: null };
}

/** A meter that cannot be asked as it is described. */
function faulty(meter: MeterConfig, detail: string): Found {
  const kind = meter.mqtt !== undefined ? "mqtt" : meter.p1Port !== undefined ? "p1" : "bus";
  return {
    passed: false,
    class: "config",
    meterId: meter.id,
    profileId: meter.profile,
    place: { kind, busId: meter.bus ?? null, address: meter.address ?? null, text: "" },
    exceptionCode: null,
    latencyMs: null,
    exchanges: [],
    message: null,
    counters: [],
    live: [],
    serialNumber: null,
    detail: detail.slice(0, 500),
  };
}
