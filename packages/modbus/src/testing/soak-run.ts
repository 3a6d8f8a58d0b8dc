// A long run of questions over a faulty line in memory, under a moved clock: millions of questions
// in minutes, every one checked against what the meter holds. The same seed gives the same run.

import { memoryLinkPair } from "@mega/link";
import type { BusMaster } from "../master/bus-master.ts";
import { createBusMaster } from "../master/bus-master.ts";
import type { PollOutcome } from "../master/outcome.ts";
import type { BusSettings } from "../master/settings.ts";
import type { ModbusRequest } from "../pdu/request.ts";
import { drawFault } from "../slave/draw-fault.ts";
import { runSlave } from "../slave/run-slave.ts";
import type { SeededRandom } from "../slave/seeded-random.ts";
import { createSeededRandom } from "../slave/seeded-random.ts";
import type { SlaveImage } from "../slave/slave-image.ts";
import type { SoakWeather } from "./soak-weather.ts";
import { drawWeather } from "./soak-weather.ts";
import type { VirtualClock } from "./virtual-clock.ts";
import { createVirtualClock } from "./virtual-clock.ts";

export interface SoakOptions {
  readonly seed: number;
  readonly transactions: number;
  /** What the master does differently, to see that the run finds it. */
  readonly settings?: Partial<BusSettings>;
  /** Called after every stretch with the questions asked so far. */
  readonly onStretch?: (transactions: number) => void;
}

export interface SoakReport {
  readonly transactions: number;
  /** Questions by outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Replies that the slaves spoilt. */
  readonly faults: number;
  /** Answers that hold other values than the meter. */
  readonly wrong: number;
  /** Questions without an answer on a line that had become sound again. */
  readonly deaf: number;
  /** What the first few wrong or missing answers were, for replay. */
  readonly findings: readonly string[];
  /** Milliseconds that passed on the line. */
  readonly lineMs: number;
}

const unitCount = 8;
const stretchQuestions = 500;
const findingsMax = 10;
const recoveryMs = 5000;

// Few shapes, so that the reply to one question fits many others.
const addresses = [0, 4, 52, 72, 74, 342] as const;
const wordCounts = [2, 2, 4, 4, 24] as const;

/**
 * Runs until the number of questions is reached.
 *
 * @returns What came of them; a sound master has `wrong` and `deaf` at 0.
 */
export async function runSoak(options: SoakOptions): Promise<SoakReport> {
  const random = createSeededRandom(options.seed);
  const tally = new Tally();
  while (tally.transactions < options.transactions) {
    const left = options.transactions - tally.transactions;
    const questions = Math.min(left, stretchQuestions);
    await runStretch({ random, tally, questions, settings: options.settings ?? {} });
    options.onStretch?.(tally.transactions);
  }
  return tally.report();
}

/** A word that tells which unit, function, address and rewriting it belongs to. */
function wordOf(unit: number, functionCode: number, address: number): number {
  return (
    (Math.imul(unit * 4 + functionCode, 0x9e37_79b1) + Math.imul(address + 1, 40_503)) & 0xffff
  );
}

interface StretchPlan {
  readonly random: SeededRandom;
  readonly tally: Tally;
  readonly questions: number;
  readonly settings: Partial<BusSettings>;
}

async function runStretch({ random, tally, questions, settings }: StretchPlan): Promise<void> {
  const clock = createVirtualClock();
  const weather = drawWeather(random);
  const written = new Map<string, number>();
  const turnaroundsMs = Array.from({ length: unitCount + 1 }, () =>
    Math.max(2, random.fraction() * weather.turnaroundMsMax),
  );
  let faulty = true;
  const { framing, line, latencyMs, window } = weather;
  const open = async () => {
    const pair = memoryLinkPair(
      line === undefined ? { scheduler: clock } : { scheduler: clock, line, latencyMs },
    );
    runSlave(pair.far, clock, {
      framing,
      image: meterImage(written),
      turnaroundMs: (unit) => turnaroundsMs[unit] ?? 0,
      faultFor: () => {
        const fault = faulty ? drawFault(random, weather.rates, weather.spans) : undefined;
        if (fault !== undefined) tally.faults += 1;
        return fault;
      },
    });
    return pair.near;
  };
  const transport = framing === "rtu" ? "rtu" : "tcp";
  const master = createBusMaster({ open, clock, settings: { transport, window, ...settings } });
  const run: Stretch = { master, clock, random, tally, written, weather };
  await clock.run(master.start());
  let asked = 0;
  const asker = async () => {
    while (asked < questions) {
      asked += 1;
      await askOne(run);
    }
  };
  await clock.run(Promise.all(Array.from({ length: weather.questionsAtOnce }, asker)));
  faulty = false;
  await clock.run(new Promise<void>((resolve) => void clock.setTimer(recoveryMs, resolve)));
  await clock.run(askEveryUnit(run));
  master.stop();
  tally.lineMs += clock.monotonicMs();
}

interface Stretch {
  readonly master: BusMaster;
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly tally: Tally;
  readonly written: Map<string, number>;
  readonly weather: SoakWeather;
}

async function askOne({ master, random, tally, written, weather }: Stretch): Promise<void> {
  const unit = 1 + random.below(unitCount);
  const request = drawRequest(random);
  const outcome = await master.transact(unit, request, { priority: "high" });
  tally.count(outcome.kind);
  const fault = valueFault(unit, request, outcome, written);
  if (fault !== undefined) tally.find("wrong", `${describe(unit, request, weather)}: ${fault}`);
}

async function askEveryUnit({ master, tally, written, weather }: Stretch): Promise<void> {
  for (let unit = 1; unit <= unitCount; unit++) {
    const request = { kind: "readInputWords", address: 72, count: 4 } as const;
    const outcome = await master.transact(unit, request, { priority: "interactive" });
    const fault = valueFault(unit, request, outcome, written);
    if (fault !== undefined) tally.find("wrong", `${describe(unit, request, weather)}: ${fault}`);
    if (outcome.kind === "answered") continue;
    tally.find("deaf", `${describe(unit, request, weather)}: ${outcome.kind}`);
  }
}

function drawRequest(random: SeededRandom): ModbusRequest {
  const address = addresses[random.below(addresses.length)] ?? 0;
  const count = wordCounts[random.below(wordCounts.length)] ?? 2;
  const draw = random.below(20);
  if (draw === 0) return { kind: "writeWord", address, word: random.below(0x1_0000) };
  if (draw === 1) {
    const words = Array.from({ length: count }, () => random.below(0x1_0000));
    return { kind: "writeWords", address, words };
  }
  return draw < 6
    ? { kind: "readHoldingWords", address, count }
    : { kind: "readInputWords", address, count };
}

// Holding words are checked only while nobody wrote them: a write whose reply was lost may or may
// not have been done.
function valueFault(
  unit: number,
  request: ModbusRequest,
  outcome: PollOutcome,
  written: ReadonlyMap<string, number>,
): string | undefined {
  if (outcome.kind !== "answered") return undefined;
  const { response } = outcome;
  if (response.kind !== request.kind) return `a ${response.kind} came`;
  if (!("words" in response)) return undefined;
  if (request.kind !== "readHoldingWords" && request.kind !== "readInputWords") return undefined;
  const functionCode = request.kind === "readHoldingWords" ? 3 : 4;
  if (response.words.length !== request.count) return `${response.words.length} words came`;
  for (const [index, word] of response.words.entries()) {
    const address = request.address + index;
    if (functionCode === 3 && written.has(`${unit}:${address}`)) continue;
    const wanted = wordOf(unit, functionCode, address);
    if (word !== wanted) return `word ${address} is ${word} instead of ${wanted}`;
  }
  return undefined;
}

function meterImage(written: Map<string, number>): SlaveImage {
  return {
    serves: (unit) => unit >= 1 && unit <= unitCount,
    readWords: (unit, functionCode, address, count) => ({
      kind: "words",
      words: Array.from({ length: count }, (_, index) => {
        const at = address + index;
        const kept = functionCode === 3 ? written.get(`${unit}:${at}`) : undefined;
        return kept ?? wordOf(unit, functionCode, at);
      }),
    }),
    writeWords(unit, address, words) {
      for (const [index, word] of words.entries()) written.set(`${unit}:${address + index}`, word);
      return { kind: "written" };
    },
  };
}

function describe(unit: number, request: ModbusRequest, weather: SoakWeather): string {
  return `unit ${unit} ${JSON.stringify(request)} in ${JSON.stringify(weather)}`;
}

class Tally {
  transactions = 0;
  faults = 0;
  lineMs = 0;
  readonly #outcomes: Record<string, number> = {};
  readonly #faults = { wrong: 0, deaf: 0 };
  readonly #findings: string[] = [];

  count(outcome: string): void {
    this.transactions += 1;
    this.#outcomes[outcome] = (this.#outcomes[outcome] ?? 0) + 1;
  }

  find(kind: "wrong" | "deaf", finding: string): void {
    this.#faults[kind] += 1;
    if (this.#findings.length < findingsMax) this.#findings.push(`${kind}: ${finding}`);
  }

  report(): SoakReport {
    return {
      transactions: this.transactions,
      outcomes: this.#outcomes,
      faults: this.faults,
      ...this.#faults,
      findings: this.#findings,
      lineMs: this.lineMs,
    };
  }
}
