/** Both sides when all is sent: entries and keys byte for byte, rows once, the same table and readings. */

import { type Clock, systemClock } from "@mega/domain";
import { inlineLedgerHost, type LedgerHost, monthNumber } from "@mega/ledger";
import {
  openServerDatabase,
  type ServerDatabase,
} from "../../../apps/server/src/database/server-database.ts";
import { mirrorReader } from "../../../apps/server/src/readings/mirror-reader.ts";
import { dumpMirror } from "../../../apps/server/src/testing/mirror-dump.ts";
import { ownerClient } from "../../../apps/server/src/testing/owner-client.ts";
import type { ComparedSides } from "../figures.ts";
import type { Stage, StageGateway } from "../stage/stage.ts";
import { toldBy } from "./told-by.ts";

/** More than any of these ledgers holds. */
const EVERYTHING = { entriesMax: 1_000_000, roundsMax: 1_000_000, bytesMax: 2 ** 30 };

/** Compares every gateway of a stage on which nobody sends any more. */
export async function compareSides(stage: Stage): Promise<ComparedSides> {
  const database = await openServerDatabase(stage.database.url);
  const clock = systemClock();
  const sum = { rounds: 0, entries: 0, mirrorsDiffering: 0, tablesDiffering: 0, closedMonths: 0 };
  try {
    for (const gateway of stage.gateways) {
      const path = stage.ledgerPath(gateway.no);
      const found = await compareGateway({ database, clock, path, gateway });
      sum.rounds += found.rounds;
      sum.entries += found.entries;
      sum.closedMonths += found.closedMonths;
      if (!found.isMirrored) sum.mirrorsDiffering += 1;
      if (!found.isTold) sum.tablesDiffering += 1;
    }
  } finally {
    await database.close();
  }
  return { ...sum, duplicated: await duplicatedRows(stage.database.url) };
}

interface Compared {
  readonly database: ServerDatabase;
  readonly clock: Clock;
  readonly path: string;
  readonly gateway: StageGateway;
}

async function compareGateway({ database, clock, path, gateway }: Compared) {
  const ledger = await inlineLedgerHost({ path, clock });
  try {
    const nowMs = ledger.snapshot().head.recordedAtMs;
    const here = await toldBy({ ...ledger, state: async () => ledger.snapshot() }, nowMs);
    const there = await toldBy(mirrorReader(database, gateway.gatewayId), nowMs);
    const own = await ledgerText(ledger);
    return {
      rounds: own.rounds,
      entries: ledger.snapshot().head.seq,
      closedMonths: here.closedMonths,
      isMirrored: own.text === (await mirrorText(database, gateway.gatewayId)),
      isTold: here.text === there.text,
    };
  } finally {
    await ledger.close();
  }
}

/** Entries and keys of a ledger as one text, and how many of the entries are rounds. */
async function ledgerText(ledger: LedgerHost) {
  const { head } = ledger.snapshot();
  const { entries, keys } = await ledger.entriesToCopy(1, { ...EVERYTHING, toSeq: head.seq });
  const keyLines = keys.map(({ sourceNo, month, key }) =>
    keyLine(monthNumber(month), sourceNo, key),
  );
  const text = sidesText(
    entries.map(({ bytes }) => bytes),
    keyLines,
  );
  return { text, rounds: entries.filter(({ kind }) => kind === "RoundTaken").length };
}

/** The same of its mirror. */
async function mirrorText(database: ServerDatabase, gatewayId: number): Promise<string> {
  const { entries, keys } = await dumpMirror(database, gatewayId);
  const keyLines = keys.map((row) =>
    keyLine(Number(row["month_no"]), Number(row["source_no"]), row["key"] as Uint8Array),
  );
  return sidesText(
    entries.map(({ bytes }) => bytes as Uint8Array),
    keyLines,
  );
}

function keyLine(monthNo: number, sourceNo: number, key: Uint8Array): string {
  return `${monthNo} ${sourceNo} ${Buffer.from(key).toString("hex")}`;
}

function sidesText(entries: readonly Uint8Array[], keys: readonly string[]): string {
  const lines = entries.map((bytes) => Buffer.from(bytes).toString("hex"));
  return [...lines, ...keys.toSorted()].join("\n");
}

/** Entries, rounds and keys that stand more than once. */
async function duplicatedRows(url: string): Promise<number> {
  const owner = await ownerClient(url);
  const places = {
    entry: "gateway_id, ledger_no, seq",
    reading: "gateway_id, ledger_no, seq",
    month_key: "gateway_id, ledger_id, month_no, source_no",
  };
  try {
    let duplicated = 0;
    for (const [table, place] of Object.entries(places)) {
      const [row] = await owner.query(
        `SELECT (count(*) - count(DISTINCT (${place})))::int AS twice FROM ${table}`,
      );
      duplicated += Number(row?.["twice"]);
    }
    return duplicated;
  } finally {
    await owner.close();
  }
}
