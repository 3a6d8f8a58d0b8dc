/**
 * Looks which gateways fell silent and which are back, and tells their managers: once for a silence. All
 * of it is one transaction under one row, so that of several processes one looks at a time, and a mail
 * stands in the queue exactly when what it tells of is noted.
 */

import { SILENT_AFTER_MS } from "@mega/contract";
import { numberIn } from "../database/row-values.ts";
import type { ServerDatabase, Transaction } from "../database/server-database.ts";
import { type Meanwhile, meanwhileOf } from "./caught-up.ts";
import {
  endSilence,
  forgetParted,
  type HeardGateway,
  heardAgain,
  newlySilent,
  noteBack,
  noteSilent,
} from "./silent-gateways.ts";
import { tellBack, tellSilent } from "./tell-managers.ts";

/** With a longer pause between two looks the server was away itself: it cannot know who was silent. */
const PAUSE_MS_MAX = 10 * 60_000;
/** A gateway that still hands in what it read is told of after this time all the same. */
const CATCHING_UP_MS_MAX = 6 * 3_600_000;

/** Looks once; false when another process is looking. */
export function watchSilence(database: ServerDatabase, nowMs: number): Promise<boolean> {
  return database.as({ kind: "job" }, async (tx) => {
    const sinceMs = await takeWatch(tx, nowMs);
    if (sinceMs === undefined) return false;
    await forgetParted(tx);
    await lookForBack(tx, nowMs);
    const beforeMs = nowMs - SILENT_AFTER_MS;
    if (sinceMs > beforeMs) return true;
    const silent = await newlySilent(tx, beforeMs);
    if (silent.length === 0) return true;
    await noteSilent(tx, silent, nowMs);
    await tellSilent(tx, silent, nowMs);
    return true;
  });
}

/** Holds the watch to the end of the transaction; since when it has been kept without a pause. */
async function takeWatch(tx: Transaction, nowMs: number): Promise<number | undefined> {
  await tx.query(
    "INSERT INTO silence_watch (since_ms, looked_ms) VALUES ($1, $1) ON CONFLICT DO NOTHING",
    [nowMs],
  );
  const [row] = await tx.query(
    "SELECT since_ms, looked_ms FROM silence_watch FOR UPDATE SKIP LOCKED",
  );
  if (row === undefined) return undefined;
  const wasAway = nowMs - numberIn(row, "looked_ms") > PAUSE_MS_MAX;
  const sinceMs = wasAway ? nowMs : numberIn(row, "since_ms");
  await tx.query("UPDATE silence_watch SET since_ms = $1, looked_ms = $2", [sinceMs, nowMs]);
  return sinceMs;
}

/** A gateway that is back is told of when all is here, or when that takes too long. */
async function lookForBack(tx: Transaction, nowMs: number): Promise<void> {
  const back: (HeardGateway & { readonly meanwhile: Meanwhile })[] = [];
  for (const gateway of await heardAgain(tx)) {
    const { gatewayId, heardMs } = gateway;
    if (heardMs < nowMs - SILENT_AFTER_MS) {
      // Silent once more before all was here: it is the same silence.
      if (gateway.backMs !== null) await noteBack(tx, gatewayId, null);
      continue;
    }
    const meanwhile = await meanwhileOf(tx, gateway, nowMs);
    const backMs = gateway.backMs ?? heardMs;
    if (meanwhile.kind === "catching-up" && nowMs - backMs < CATCHING_UP_MS_MAX) {
      if (gateway.backMs === null) await noteBack(tx, gatewayId, backMs);
      continue;
    }
    back.push({ ...gateway, backMs, meanwhile });
  }
  if (back.length === 0) return;
  await endSilence(
    tx,
    back.map(({ gatewayId }) => gatewayId),
  );
  await tellBack(tx, back, nowMs);
}
