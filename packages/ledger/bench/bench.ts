// `npm run bench:ledger`: what the ledger costs, in one run on one machine. Prints a table and ends
// by itself within two minutes.

import { mkdtempSync, rmSync, statSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { addMonths, movedClock, systemClock } from "@mega/domain";
import { firstDueAtMs, testSource } from "../src/contract/test-events.ts";
import type { LedgerEvent, LedgerHost, RoundItem } from "../src/index.ts";
import { inlineLedgerHost, workerLedgerHost } from "../src/index.ts";

const hourMs = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), "mega-ledger-bench-"));

/** A round in which every source rises by one step. */
function roundOf(hour: number, sources: number): LedgerEvent {
  const dueAtMs = firstDueAtMs + hour * hourMs;
  const items = Array.from({ length: sources }, (_, at): RoundItem => {
    const count = 1_000_000 + hour;
    const raw = Uint8Array.of(0, 15, hour >> 8, hour & 0xff);
    const judgement = { status: "accepted", count } as const;
    return { sourceNo: at + 1, takenAtMs: dueAtMs + 40 * at, judgement, raw };
  });
  return { kind: "round-taken", cause: "scheduled", dueAtMs, items };
}

/** Zone, sources, channels and tenancies of a building. */
function buildingOf(channels: number): LedgerEvent[] {
  const events: LedgerEvent[] = [
    { kind: "zone-set", timeZone: "Europe/Brussels", tzVersion: "2026a" },
  ];
  for (let no = 1; no <= channels; no++) {
    const tenancyId = no.toString(16).padStart(32, "0");
    const opening = { 1: { amount: 1_000_000, decimals: 3, unit: "kWh" }, 2: null } as const;
    events.push({ kind: "source-declared", source: testSource(no) });
    const binding = { channelNo: no, fromMs: firstDueAtMs, counter1: no, counter2: null };
    events.push({ kind: "channel-bound", binding });
    const started = { tenancyId, channelNo: no, startedAtMs: firstDueAtMs, opening };
    events.push({ kind: "tenancy-started", ...started });
  }
  return events;
}

/** A closed month of a channel with one part. */
function closingOf(channelNo: number, age: number, revision: number): LedgerEvent {
  const month = addMonths("2026-05", age);
  const index = (amount: number) =>
    ({
      atMs: firstDueAtMs + age * 30 * 24 * hourMs,
      index: { amount, decimals: 3, unit: "kWh" },
      method: "actual",
      evidence: [2, 3],
    }) as const;
  const part = {
    counterNo: 1,
    sourceNo: channelNo,
    tenancyId: channelNo.toString(16).padStart(32, "0"),
    opening: index(1_000_000),
    closing: index(1_000_720),
    consumed: { amount: 720, decimals: 3, unit: "kWh" },
  } as const;
  const version = { ruleVersion: 1, tzVersion: "2026a" };
  return { kind: "month-closed", channelNo, month, revision, ...version, parts: [part], why: "" };
}

async function store(ledger: LedgerHost, events: readonly LedgerEvent[]): Promise<void> {
  const outcome = await ledger.append(events);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
}

/** Middle and slowest of the times one step takes, milliseconds. */
async function timeSteps(steps: number, step: (number: number) => Promise<void>) {
  const times: number[] = [];
  for (let number = 0; number < steps; number++) {
    const beginMs = performance.now();
    await step(number);
    times.push(performance.now() - beginMs);
  }
  times.sort((a, b) => a - b);
  return { middleMs: times[steps >> 1] ?? 0, slowestMs: times.at(-1) ?? 0 };
}

const rows: string[] = [];
function tell(what: string, figure: string): void {
  rows.push(`| ${what} | ${figure} |`);
  console.log(rows.at(-1));
}

/** A year and a month of hourly rounds of 30 sources, months closed, nothing synced until the end. */
async function benchHistory(): Promise<void> {
  const path = join(folder, "history.db");
  const clock = movedClock({ startMs: firstDueAtMs });
  const ledger = await inlineLedgerHost({ path, clock, synchronous: "OFF" });
  await store(ledger, buildingOf(30));
  const beginMs = performance.now();
  const rounds = 9500;
  for (let hour = 0; hour < rounds; hour++) {
    await store(ledger, [roundOf(hour, 30)]);
    if (hour % 730 !== 729) continue;
    for (let no = 1; no <= 30; no++) await store(ledger, [closingOf(no, (hour - 729) / 730, 1)]);
  }
  ledger.makeDurable();
  const totalMs = performance.now() - beginMs;
  tell("9500 rounds of 30 sources, 13 months closed, sync at the end", `${seconds(totalMs)} s`);
  tell("the same, one round", `${(totalMs / rounds).toFixed(2)} ms`);
  await timed("verify the whole of it", () => ledger.verify(1));
  await timed("derive the projections again", () => ledger.rebuildProjections());
  await ledger.close();
  tell("its file", `${(statSync(path).size / 1e6).toFixed(1)} MB`);
  await timed("open it again", async () => {
    await (await inlineLedgerHost({ path, clock })).close();
  });
}

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const beginMs = performance.now();
  await work();
  tell(what, `${seconds(performance.now() - beginMs)} s`);
}

/** Rounds of 128 sources on a ledger with 13 closed months of each of 128 channels. */
async function benchRounds(name: string, ledger: LedgerHost): Promise<void> {
  await store(ledger, buildingOf(128));
  await store(ledger, [roundOf(0, 128)]);
  for (let age = 0; age < 13; age++) {
    const closings = Array.from({ length: 128 }, (_, at) => closingOf(at + 1, age, 1));
    await store(ledger, closings);
  }
  const round = await timeSteps(200, (number) => store(ledger, [roundOf(number + 1, 128)]));
  tell(`${name}: a round of 128 sources`, inMs(round));
  const closing = await timeSteps(128, (at) => store(ledger, [closingOf(at + 1, 13, 1)]));
  tell(`${name}: closing a month of a channel`, inMs(closing));
  await ledger.close();
}

/** The longest the main thread is held up while the worker takes rounds. */
async function benchMainThread(): Promise<void> {
  const ledger = await workerLedgerHost({ path: join(folder, "main.db"), clock: systemClock() });
  await store(ledger, buildingOf(128));
  await store(ledger, [roundOf(0, 128)]);
  for (let age = 0; age < 13; age++) {
    await store(
      ledger,
      Array.from({ length: 128 }, (_, at) => closingOf(at + 1, age, 1)),
    );
  }
  const usedBefore = performance.eventLoopUtilization();
  const steps = 100;
  for (let at = 0; at < steps; at++) await store(ledger, [roundOf(at + 1, 128)]);
  const used = performance.eventLoopUtilization(usedBefore);
  tell(
    "main thread, for a round of 128 stored by the worker",
    `${(used.active / steps).toFixed(2)} ms`,
  );
  await ledger.close();
}

const seconds = (ms: number) => (ms / 1000).toFixed(2);
const inMs = ({ middleMs, slowestMs }: { middleMs: number; slowestMs: number }) =>
  `${middleMs.toFixed(2)} ms (slowest ${slowestMs.toFixed(1)})`;

console.log(`${cpus()[0]?.model ?? "?"}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`);
console.log("\n| what | figure |\n|---|---|");
try {
  await benchHistory();
  const clock = movedClock({ startMs: firstDueAtMs });
  const off = { path: join(folder, "off.db"), clock, synchronous: "OFF" } as const;
  await benchRounds("inline, no sync", await inlineLedgerHost(off));
  const full = { path: join(folder, "full.db"), clock };
  await benchRounds("inline, full sync", await inlineLedgerHost(full));
  const worker = { path: join(folder, "worker.db"), clock: systemClock() };
  await benchRounds("worker, full sync", await workerLedgerHost(worker));
  await benchMainThread();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
