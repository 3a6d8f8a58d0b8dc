// A gateway's bus on one end of a pseudo-terminal pair and slaves on the other, with the watch over
// it: real frames, the master of service, no HTTP.

import { systemClock } from "@mega/domain";
import { loadProfileSet, parseConfig, planReadings } from "@mega/installation";
import { ttyOpener } from "@mega/link";
import { type ReceivedRequest, runSlave, type SlaveFault, type SlaveImage } from "@mega/modbus";
import { busSpecificationsOf } from "../../apps/gateway/src/acquisition/bus/bus-plan.ts";
import { inlineBusHost } from "../../apps/gateway/src/acquisition/bus/inline-bus-host.ts";
import { busDefinitionOf } from "../../apps/gateway/src/acquisition/bus/open-bus.ts";
import { RoundRecord } from "../../apps/gateway/src/acquisition/round-record.ts";
import { BusWatch } from "../../apps/gateway/src/bus-watch/bus-watch.ts";
import { openGatewayDatabase } from "../../apps/gateway/src/store/gateway-database.ts";
import { openPtyPair } from "../../packages/modbus/src/testing/pty-pair.ts";

/** The line of a test. */
export interface WatchedTestLine {
  readonly watch: BusWatch;
  readonly host: ReturnType<typeof inlineBusHost>;
  /** Makes a round run, or end. */
  readonly setRound: (runs: boolean) => void;
  /** Puts bytes on the line from the side of the meters. */
  readonly noise: (bytes: Uint8Array) => void;
  readonly close: () => Promise<void>;
}

/** What hangs on the line. */
export interface TestLineOptions {
  readonly image?: SlaveImage;
  readonly turnaroundMs?: (unit: number) => number;
  readonly faultFor?: (request: ReceivedRequest) => SlaveFault | undefined;
  /** Lines of `meters:` and `channels:` of the configuration. */
  readonly meters?: string;
  /** The near end is opened by somebody else's slaves where this is set. */
  readonly serve?: (path: string) => Promise<() => Promise<void>>;
}

/** Opens the line. */
export async function openWatchedLine(options: TestLineOptions): Promise<WatchedTestLine> {
  const clock = systemClock();
  const pair = await openPtyPair();
  const closings: (() => Promise<void> | void)[] = [() => pair.close()];
  let noise = (_bytes: Uint8Array): void => undefined;
  if (options.serve !== undefined) closings.push(await options.serve(pair.far));
  if (options.image !== undefined) {
    const link = await ttyOpener({ path: pair.far })();
    noise = (bytes) => link.write(bytes);
    const { image, turnaroundMs = () => 8, faultFor } = options;
    const fault = faultFor === undefined ? {} : { faultFor };
    const slave = runSlave(link, clock, { framing: "rtu", image, turnaroundMs, ...fault });
    closings.push(() => slave.close());
  }
  const installation = parseConfig(
    `
version: 1
building: { name: Banc }
gateway: { model: MEGA16 }
buses: [{ id: main, link: { kind: tty, path: ${pair.near} } }]
${options.meters ?? ""}`,
    "test",
  );
  const profiles = loadProfileSet("/nowhere");
  const planned = planReadings(installation, profiles);
  const host = inlineBusHost(
    busSpecificationsOf(installation, planned.meters).map(busDefinitionOf),
    clock,
  );
  await host.start();
  closings.push(() => host.stop());
  const database = openGatewayDatabase(":memory:");
  closings.push(() => database.close());
  let round: RoundRecord | undefined;
  const watch = new BusWatch({
    clock,
    installation,
    planned,
    profiles,
    buses: host,
    database,
    latestRound: () => round,
    heard: () => null,
    newId: () => "1",
    onProgress: () => undefined,
    onFailure: (error) => {
      throw error;
    },
  });
  watch.start();
  closings.push(() => watch.stop());
  return {
    watch,
    host,
    noise: (bytes) => noise(bytes),
    setRound(runs) {
      const head = { cause: "scheduled", channelNo: null, meterIds: [] } as const;
      round = new RoundRecord({ ...head, id: "1", startedAtMs: clock.nowMs() });
      if (!runs) round.end(clock.nowMs());
    },
    async close() {
      for (const close of closings.splice(0).reverse()) await close();
    },
  };
}
