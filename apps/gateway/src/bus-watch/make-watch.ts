/** The watch of a running gateway: joins it with the meters that send by themselves and the pages. */

import type { Acquisition } from "../acquisition/acquisition.ts";
import type { RoundRunner } from "../acquisition/round-runner.ts";
import type { EventStream } from "../api/event-stream.ts";
import { BusWatch, type BusWatchOptions } from "./bus-watch.ts";

/** A telegram or message this old still shows what a meter sends. */
const HEARD_AGE_MS_MAX = 60 * 60_000;

/** What a watch is joined from. */
export interface WatchParts extends Omit<BusWatchOptions, "latestRound" | "heard" | "onProgress"> {
  readonly acquisition: Pick<Acquisition, "p1" | "mqtt">;
  readonly stream: EventStream;
  readonly runner: () => RoundRunner;
}

/** Makes the watch; nothing is gathered before its start. */
export function makeWatch({ acquisition, stream, runner, ...parts }: WatchParts): BusWatch {
  return new BusWatch({
    ...parts,
    latestRound: () => runner().latest,
    heard(meterId) {
      const installed = parts.planned.meters.get(meterId);
      if (installed === undefined) return null;
      if (installed.kind === "modbus" || installed.kind === "manual") return null;
      const { p1, mqtt } = acquisition;
      const age = { maxAgeMs: HEARD_AGE_MS_MAX };
      return installed.kind === "p1"
        ? { reading: p1.takeForRound(meterId, age), newest: p1.newest(meterId) }
        : { reading: mqtt.takeForRound(meterId, age), newest: mqtt.mailbox.newest(meterId) };
    },
    onProgress: (progress) => stream.send({ kind: "scan", ...progress }),
  });
}
