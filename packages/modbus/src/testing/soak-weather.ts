// The conditions of one stretch of a soak run, drawn from its seed: the line, the meters, and what
// goes wrong how often.

import type { LineSettings } from "@mega/link";
import type { FaultRates, FaultSpans } from "../slave/draw-fault.ts";
import type { SlaveFraming } from "../slave/fault-plan.ts";
import type { SeededRandom } from "../slave/seeded-random.ts";

export interface SoakWeather {
  readonly framing: SlaveFraming;
  /** Without it bytes cross at once, as on TCP. */
  readonly line: LineSettings | undefined;
  readonly latencyMs: number;
  readonly turnaroundMsMax: number;
  readonly rates: FaultRates;
  readonly spans: FaultSpans;
  readonly questionsAtOnce: number;
  readonly window: number;
}

const calm: FaultRates = { silence: 5, corrupt: 5, late: 5 };
const tardy: FaultRates = { late: 300, silence: 30 };
const noisy: FaultRates = { corrupt: 80, lose: 40, cut: 40, noiseBefore: 80, noiseAfter: 80 };
const storm: FaultRates = { noiseOnly: 150, late: 150, chunks: 100, silence: 100, otherUnit: 50 };
const echoing: FaultRates = { echo: 300, late: 60, noiseBefore: 40, exception: 60 };
const doubling: FaultRates = { doubled: 200, late: 40, silence: 20, corrupt: 20 };
const all: FaultRates = {
  silence: 40,
  late: 80,
  corrupt: 40,
  lose: 30,
  cut: 30,
  noiseBefore: 40,
  noiseAfter: 40,
  noiseOnly: 30,
  exception: 30,
  chunks: 60,
  otherUnit: 20,
  doubled: 20,
};

const weathers = [calm, tardy, noisy, storm, echoing, doubling, all] as const;
const bauds = [9600, 9600, 19_200, 115_200] as const;

/** A reply begins within the two seconds for which the master expects it, turnaround included. */
const replyMsMax = 1900;

const spans = { lateMsMin: 20, noiseBytesMax: 60, chunkPauseMsMax: 20 } as const;

/** A stream loses and spoils nothing; meters behind it are silent, late, or refuse. */
const tcpTardy: FaultRates = { silence: 30, late: 200, exception: 30 };

/** Pieces of one reply stay together in a stream, so nothing else may be under way with them. */
const tcpTorn: FaultRates = { silence: 30, exception: 30, chunks: 300 };
const tcpPauseMsMax = 1;

/** Draws the conditions of the next stretch. */
export function drawWeather(random: SeededRandom): SoakWeather {
  const latencyMs = random.below(2) === 0 ? 0 : random.below(17);
  const turnaroundMsMax = random.below(4) === 0 ? 400 : 40;
  const common = {
    latencyMs,
    turnaroundMsMax,
    spans: { ...spans, lateMsMax: replyMsMax - turnaroundMsMax },
    questionsAtOnce: 1 + random.below(8),
  };
  if (random.below(6) === 0) {
    const torn = random.below(2) === 0;
    const window = torn ? 1 : 1 + random.below(8);
    return {
      ...common,
      framing: "mbap",
      line: undefined,
      rates: torn ? tcpTorn : tcpTardy,
      spans: { ...common.spans, chunkPauseMsMax: tcpPauseMsMax },
      window,
    };
  }
  const baud = bauds[random.below(bauds.length)] ?? 9600;
  const parity = random.below(4) === 0 ? "even" : "none";
  const line: LineSettings | undefined =
    random.below(5) === 0 ? undefined : { baud, parity, stopBits: 1 };
  const rates = weathers[random.below(weathers.length)] ?? calm;
  return { ...common, framing: "rtu", line, rates, window: 1 };
}
