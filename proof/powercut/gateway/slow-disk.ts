/**
 * Every sync takes a second, and rounds are stored one after the other, so that the ledger always waits
 * for its disk. Pages must answer all the same.
 */

import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock, toUtcString } from "@mega/domain";
import { quickFolder } from "../../quick-folder.ts";
import type { PartFigures } from "../figures.ts";
import { Trial, type TriedGateway, timeLogin } from "./tried-gateway.ts";

/** What the pages ask: the series of the hours around now. */
function askedNow(): Readonly<Record<string, string>> {
  const { nowMs } = systemClock();
  const [from, to] = [nowMs() - 40 * HOUR_MS, nowMs() + HOUR_MS].map(toUtcString);
  return {
    page: "/",
    table: "/api/v1/counters",
    series: `/api/v1/channels/1/series?bucket=hour&from=${from}&to=${to}`,
    gateway: "/api/v1/gateway",
  };
}

const HOUR_MS = 3_600_000;

const CHANNELS = 16;
const P99_MS_MAX = 100;
/** Between two questions: an address may ask 1200 in a minute, and others ask here too. */
const PAUSE_MS = 75;

/** Times in milliseconds, by what was asked. */
type Times = Readonly<Record<string, readonly number[]>>;

/** Measures page answers for so many seconds while every sync takes one. */
export async function slowDisk(library: string, seconds: number): Promise<PartFigures> {
  const folder = quickFolder("slow");
  const trial = new Trial({
    folder,
    dataFolder: join(folder, "data"),
    library,
    channels: CHANNELS,
  });
  trial.wish("");
  try {
    const gateway = await trial.start();
    for (let no = 1; no <= CHANNELS; no++) await gateway.show(no, "1000.000");
    await gateway.read(1);
    // What is loaded at the first question is not what is measured.
    await measure(gateway, 1);
    const before = await measure(gateway, Math.min(seconds, 5));
    trial.wish("sync-ms=1000");
    const rounds = keepStoring(gateway);
    await sleep(200);
    const slow = await measure(gateway, seconds);
    trial.wish("");
    const stored = await rounds.end();
    return figuresOf(before, slow, stored);
  } finally {
    await trial.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

function keepStoring({ read, show }: TriedGateway): { readonly end: () => Promise<number> } {
  let going = true;
  const stored = (async () => {
    let count = 0;
    while (going) {
      count += 1;
      // A message that was read already is not stored once more.
      await show(1, (1000 + count / 1000).toFixed(3));
      await read(1);
    }
    return count;
  })();
  return {
    end() {
      going = false;
      return stored;
    },
  };
}

async function measure({ url, cookie }: TriedGateway, seconds: number): Promise<Times> {
  const times: Record<string, number[]> = { login: [] };
  const endMs = performance.now() + seconds * 1000;
  let turns = 0;
  while (performance.now() < endMs) {
    for (const [name, path] of Object.entries(askedNow())) {
      const beginMs = performance.now();
      const answer = await fetch(new URL(path, url), { headers: { cookie } });
      if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
      await answer.arrayBuffer();
      times[name] = [...(times[name] ?? []), performance.now() - beginMs];
      await sleep(PAUSE_MS);
    }
    turns += 1;
    if (turns % 10 === 0) times["login"]?.push(await timeLogin(url));
  }
  return times;
}

function figuresOf(before: Times, slow: Times, stored: number): PartFigures {
  const figures: Record<string, number | string> = { "sync-ms": 1000, "rounds-stored": stored };
  const late: string[] = [];
  for (const [name, times] of Object.entries(slow)) {
    const p99Ms = quantile(times, 0.99);
    figures[`${name}-p50-ms`] = round(quantile(times, 0.5));
    figures[`${name}-p99-ms`] = round(p99Ms);
    figures[`${name}-p99-ms-quick-disk`] = round(quantile(before[name] ?? [], 0.99));
    // A login takes its time for the hash of the password, on any disk.
    if (name !== "login" && p99Ms >= P99_MS_MAX) late.push(`${name} ${round(p99Ms)} ms`);
  }
  const wrong = late.length === 0 ? null : `p99 of ${P99_MS_MAX} ms or more: ${late.join(", ")}`;
  return { part: "slow disk", ok: wrong === null && stored > 0, figures, wrong };
}

function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
