/** What whoever is at the server's machine may say about a change of boxes; see keeper.ts. */

import { type Clock, systemClock } from "@mega/domain";
import type { Transaction } from "../database/server-database.ts";
import { databaseAtMachine, type ServerAtMachine } from "../keeper.ts";
import { confirmRestore, refuseRestores } from "./confirm-restore.ts";
import type { Decided } from "./decide-building.ts";
import { undoRestore } from "./undo-restore.ts";

interface AtMachine extends ServerAtMachine {
  readonly clock?: Clock;
}

/** A change of boxes that is in force. */
export interface ChangedBox {
  readonly gatewayId: number;
  readonly building: string;
  readonly oldMac: string;
  readonly newMac: string;
}

/**
 * Grants the restore whose code the new box shows.
 *
 * @throws MegaError PROOF_REFUSED, CONFLICT; DATABASE_UNAVAILABLE where no server runs
 */
export function confirmRestoreAtMachine(
  wanted: AtMachine & { readonly code: string },
): Promise<ChangedBox> {
  return decided(wanted, async (tx, by) => {
    const { gatewayId, building, oldMac, newMac } = await confirmRestore(tx, wanted.code, by);
    return { gatewayId, building, oldMac, newMac };
  });
}

/** Turns down what waits for a gateway's place; how many there were. */
export function refuseRestoresAtMachine(
  wanted: AtMachine & { readonly gatewayId: number },
): Promise<number> {
  return decided(wanted, (tx, by) => refuseRestores(tx, wanted.gatewayId, by));
}

/**
 * Gives the old box its right back.
 *
 * @throws MegaError NOT_FOUND, CONFLICT; DATABASE_UNAVAILABLE where no server runs
 */
export function undoRestoreAtMachine(
  wanted: AtMachine & { readonly gatewayId: number },
): Promise<void> {
  return decided(wanted, (tx, by) => undoRestore(tx, wanted.gatewayId, by));
}

async function decided<Result>(
  wanted: AtMachine,
  work: (tx: Transaction, by: Decided) => Promise<Result>,
): Promise<Result> {
  const { clock = systemClock() } = wanted;
  const by = { actor: { kind: "keeper" }, nowMs: clock.nowMs() } as const;
  const database = await databaseAtMachine(wanted);
  try {
    return await database.as({ kind: "job" }, (tx) => work(tx, by));
  } finally {
    await database.close();
  }
}
