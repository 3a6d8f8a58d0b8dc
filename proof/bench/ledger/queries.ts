// What the pages ask of an old ledger, through the gateway's own code and REST interface.

import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { movedClock, systemClock, toUtcString } from "@mega/domain";
import { LEDGER_FILE, openInlineGateway } from "@mega/gateway";
import { middleOf } from "../measure/middle.ts";
import { installation } from "./sources.ts";

const yearMs = 365 * 24 * 3_600_000;
const passes = 25;

/** Milliseconds; the middle of several but for the first. */
export interface QueryCosts {
  /** COUNTERS when nothing is kept from an earlier question. */
  readonly firstTableMs: number;
  /** COUNTERS with other months each time, so that no table is kept; the middle of many, as in service. */
  readonly tableMs: number;
  /** The bars of a year by day, of one channel: 8760 hours are read. */
  readonly yearMs: number;
}

/** Opens the gateway on a ledger file, which it moves into a data folder of its own. */
export async function measureQueries(
  file: string,
  folder: string,
  lastDueAtMs: number,
): Promise<QueryCosts> {
  const dataFolder = join(folder, "data");
  mkdirSync(dataFolder);
  renameSync(file, join(dataFolder, LEDGER_FILE));
  const gateway = await openInlineGateway({
    dataFolder,
    installation,
    clock: movedClock({ startMs: lastDueAtMs + 1000 }),
    openers: new Map(),
    onFailure: (error) => {
      throw error;
    },
  });
  const ask = async (path: string) => {
    const clock = systemClock();
    const fromMs = clock.monotonicMs();
    const answer = await gateway.app.inject({
      method: "GET",
      url: `/api/v1${path}`,
      headers: { host: "localhost" },
    });
    const tookMs = clock.monotonicMs() - fromMs;
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${answer.body}`);
    return { tookMs, body: answer.body };
  };
  try {
    const first = await ask("/counters");
    checkTable(first.body);
    // Two parts by turns: the last table is kept as long as it is asked for again.
    const newest = months(first.body);
    const tables: number[] = [];
    for (let pass = 0; pass < passes; pass++) {
      const part = newest.slice(0, 12 - (pass % 2)).join();
      tables.push((await ask(`/counters?months=${part}`)).tookMs);
    }
    const span = `from=${toUtcString(lastDueAtMs - yearMs)}&to=${toUtcString(lastDueAtMs)}`;
    const years: number[] = [];
    for (let pass = 0; pass < passes; pass++) {
      const channelNo = 1 + ((pass * 14) % 128);
      years.push((await ask(`/channels/${channelNo}/series?bucket=day&${span}`)).tookMs);
    }
    return { firstTableMs: first.tookMs, tableMs: middleOf(tables), yearMs: middleOf(years) };
  } finally {
    await gateway.stop();
  }
}

function months(body: string): string[] {
  const table = JSON.parse(body) as { readonly months: readonly (string | { month: string })[] };
  return table.months.map((one) => (typeof one === "string" ? one : one.month));
}

/** A table of channels without figures would be fast and say nothing. */
function checkTable(body: string): void {
  const consumptions = body.match(/"consumption":"\d/g)?.length ?? 0;
  if (consumptions < 128 * 11) throw new Error(`COUNTERS shows ${consumptions} consumptions`);
}
