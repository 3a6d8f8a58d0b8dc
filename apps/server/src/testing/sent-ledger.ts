/** Ledgers as gateways have them, for tests of what is handed over: entries, keys, and forks. */

import { movedClock } from "@mega/domain";
import { inlineLedgerHost, type LedgerEvent, type LedgerHost } from "@mega/ledger";
import type { Batch, SentKey } from "@mega/uplink";
import {
  birth,
  chanceFrom,
  eventsOfDay,
} from "../../../../packages/ledger/src/contract/random-life.ts";
import { firstDueAtMs } from "../../../../packages/ledger/src/contract/test-events.ts";
import { readFact } from "../../../../packages/ledger/src/entry/bodies.ts";
import { fromHex, toHex } from "../../../../packages/ledger/src/entry/cbor.ts";
import { decodeEntry, encodeEntry } from "../../../../packages/ledger/src/entry/envelope.ts";
import { entryHash, keyCommitment } from "../../../../packages/ledger/src/entry/hash.ts";
import type { ServerDatabase } from "../database/server-database.ts";

/** A ledger as its gateway has it. */
export interface SentLedger {
  readonly host: LedgerHost;
  /** 16 bytes. */
  readonly ledgerId: Uint8Array;
  /** Bytes of every entry, in order. */
  readonly entries: readonly Uint8Array[];
  readonly keys: readonly SentKey[];
}

/** The life of two meters over some days, the same for the same seed but for identity and keys. */
export async function lifeLedger(seed: number, days: number): Promise<SentLedger> {
  const keys: Uint8Array[] = [];
  const host = await openLedger(keys);
  await host.append(birth);
  const chance = chanceFrom(seed);
  for (let day = 0; day < days; day++) {
    // Chance also asks for what is refused.
    for (const event of eventsOfDay(day, host.snapshot(), chance)) await host.append([event]);
  }
  return sentLedger(host, keys);
}

/** A ledger that is told these events, each refused by none. */
export async function toldLedger(events: readonly LedgerEvent[]): Promise<SentLedger> {
  const keys: Uint8Array[] = [];
  const host = await openLedger(keys);
  for (const event of events) {
    const outcome = await host.append([event]);
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  }
  return sentLedger(host, keys);
}

/** What a gateway with this ledger hands over now. */
export async function sentLedger(
  host: LedgerHost,
  made: readonly Uint8Array[],
): Promise<SentLedger> {
  const stored = await host.entries(1, 10_000);
  const byCommitment = new Map(made.map((key) => [toHex(keyCommitment(key)), key]));
  const keys = stored.flatMap(({ bytes }): readonly SentKey[] => {
    const decoded = decodeEntry(bytes);
    const fact = decoded.ok ? readFact(decoded.envelope, () => undefined) : undefined;
    if (fact?.kind !== "MonthKeyCommitted") return [];
    return fact.keys.map(({ sourceNo, commitment }) => {
      const key = byCommitment.get(toHex(commitment));
      if (key === undefined) throw new Error("a key was made for every commitment");
      return { sourceNo, month: fact.month, key };
    });
  });
  const ledgerId = fromHex(host.snapshot().ledgerId);
  return { host, ledgerId, entries: stored.map(({ bytes }) => new Uint8Array(bytes)), keys };
}

/** The ledger with what was appended since. */
export async function grown(life: SentLedger): Promise<SentLedger> {
  const stored = await life.host.entries(1, 10_000);
  return { ...life, entries: stored.map(({ bytes }) => new Uint8Array(bytes)) };
}

/** Entries of a ledger as a batch of generation 1. */
export function batchOf(
  { ledgerId, entries }: Pick<SentLedger, "ledgerId" | "entries">,
  fromSeq: number,
  count: number,
): Batch {
  const sent = entries.slice(fromSeq - 1, fromSeq - 1 + count);
  return { ledgerId, generation: 1, fromSeq, entries: sent };
}

/** The same ledger, written otherwise from an entry on: recorded a millisecond later. */
export function forkedAt(entries: readonly Uint8Array[], seq: number): readonly Uint8Array[] {
  const forked = entries.slice(0, seq - 1);
  for (const bytes of entries.slice(seq - 1)) {
    const decoded = decodeEntry(bytes);
    if (!decoded.ok) throw new Error(decoded.detail);
    const { envelope } = decoded;
    const before = forked.at(-1);
    const prevHash = before === undefined ? envelope.prevHash : entryHash(before);
    const recordedAtMs = envelope.recordedAtMs + 1;
    forked.push(encodeEntry({ ...envelope, prevHash, recordedAtMs }));
  }
  return forked;
}

/** A gateway of a building of its own; its number. */
export async function enrolledGateway(database: ServerDatabase): Promise<number> {
  return database.as({ kind: "job" }, async (tx) => {
    const [building] = await tx.query(
      "INSERT INTO building (name, made_at) VALUES ('Rue Haute 1', now()) RETURNING building_id",
    );
    const [gateway] = await tx.query(
      `INSERT INTO gateway (building_id, mac, model, enrolled_at)
       VALUES ($1, gen_random_uuid()::text, 'MEGA16', now()) RETURNING gateway_id`,
      [building?.["building_id"]],
    );
    return Number(gateway?.["gateway_id"]);
  });
}

function openLedger(keys: Uint8Array[]) {
  return inlineLedgerHost({
    path: ":memory:",
    clock: movedClock({ startMs: firstDueAtMs }),
    makeKey: () => {
      const key = crypto.getRandomValues(new Uint8Array(32));
      keys.push(key);
      return key;
    },
  });
}
