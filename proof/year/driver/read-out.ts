/** What the gateway shows at the end of a year: as a user sees it, and as the ledger holds it. */

import type { CountersTable } from "@mega/contract";
import type { ClosedMonth } from "@mega/ledger";
import type { Scenario } from "@mega/simulator";
import { monthsEndingIn } from "../expected/calendar.ts";
import { channelMeters } from "./channels.ts";
import type { GatewayBox } from "./gateway-box.ts";
import {
  type CounterReadings,
  counterKey,
  type DeclaredCounter,
  type StoredCount,
  type YearRecord,
} from "./year-record.ts";

const monthsInTable = 12;
/** Of a source; a year of hours has 8784. */
const readingsMax = 100_000;

/** Reads the tables, the closed months and the declared counters, and verifies the ledger. */
export async function readOut(
  box: GatewayBox,
  scenario: Scenario,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<Pick<YearRecord, "tables" | "closed" | "declared" | "stored" | "ledgerFault">> {
  const { ledger } = box.gateway;
  const months = monthsEndingIn(fromMs, toMs, scenario.timeZone).map(({ month }) => month);
  const tables: CountersTable[] = [];
  for (let to = months.length; to > 0; to -= monthsInTable) {
    const asked = months.slice(Math.max(0, to - monthsInTable), to).reverse();
    const answer = await box.ask("GET", `/counters?months=${asked.join(",")}`);
    if (answer.status !== 200) throw new Error(`The table was refused: ${answer.body}`);
    tables.push(JSON.parse(answer.body) as CountersTable);
  }
  const closed = new Map<number, readonly ClosedMonth[]>();
  for (const at of channelMeters(scenario).keys()) {
    closed.set(at + 1, await ledger.closedMonths(at + 1, "1970-01"));
  }
  const declared = new Map<string, DeclaredCounter>();
  for (const source of ledger.snapshot().sources.values()) {
    const key = counterKey(source.meterId, source.counterId);
    const { serialNumber: serial, ...facts } = source;
    if (!declared.has(key)) declared.set(key, { ...facts, serial });
  }
  const stored = await acceptedReadings(box);
  const report = await ledger.verify(1);
  const { firstBad } = report;
  return {
    tables,
    closed,
    declared,
    stored,
    ledgerFault: firstBad === null ? null : JSON.stringify(firstBad),
  };
}

/** By "meter counter"; a clock that was wrong may have put a reading anywhere. */
async function acceptedReadings({
  gateway: { ledger },
}: GatewayBox): Promise<ReadonlyMap<string, CounterReadings>> {
  const stored = new Map<string, CounterReadings>();
  for (const { sourceNo, meterId, counterId } of ledger.snapshot().sources.values()) {
    const all = await ledger.readingsBetween(sourceNo, 0, Number.MAX_SAFE_INTEGER, readingsMax);
    const accepted = all.flatMap(({ status, takenAtMs, count }): StoredCount[] =>
      status === "accepted" && count !== null ? [{ takenMs: takenAtMs, count }] : [],
    );
    const key = counterKey(meterId, counterId);
    stored.set(key, [...(stored.get(key) ?? []), accepted]);
  }
  return stored;
}
