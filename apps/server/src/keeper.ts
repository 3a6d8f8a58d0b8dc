/**
 * What whoever is at the server's machine may do without a login: reaching the database is the proof.
 * It works beside the running server.
 */

import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { type Clock, MegaError, systemClock } from "@mega/domain";
import { placeOfPostgres } from "./database/local/place.ts";
import { urlOfLocal } from "./database/local/socket-folder.ts";
import { LOCAL_DATABASE } from "./database/local-postgres.ts";
import { openServerDatabase, type ServerDatabase } from "./database/server-database.ts";
import { codeRefused, type Redeemed, redeemWithin } from "./enrolment/redeem-code.ts";
import { managedBuilding } from "./registry/managed-building.ts";

/** Where the server's database is. */
export interface ServerAtMachine {
  readonly dataFolder: string;
  /** DATABASE_URL; null for the server's own PostgreSQL. */
  readonly databaseUrl: string | null;
}

/** A gateway to be enrolled. */
export interface EnrolmentAtMachine extends ServerAtMachine {
  /** As the gateway shows it. */
  readonly code: string;
  /** Name of the building; made when this manager has none of it. */
  readonly building: string;
  readonly managerEmail: string;
  /** Of a manager that is not known yet. */
  readonly language: string;
  readonly clock?: Clock;
}

/**
 * Redeems the code of a gateway for a building and its manager.
 *
 * @throws MegaError CODE_REFUSED, CONFLICT, REQUEST_INVALID; DATABASE_UNAVAILABLE where no server runs
 */
export async function enrolAtMachine(wanted: EnrolmentAtMachine): Promise<Redeemed> {
  const { clock = systemClock(), code, building: name, managerEmail, language } = wanted;
  const atMs = clock.nowMs();
  const database = await databaseAtMachine(wanted);
  try {
    // A code that is refused leaves no building and no manager behind.
    return await database.as({ kind: "job" }, async (tx) => {
      const buildingId = await managedBuilding(tx, { name, managerEmail, language, atMs });
      const redemption = { code, buildingId, actor: { kind: "keeper" } } as const;
      const redeemed = await redeemWithin(tx, redemption, atMs);
      if (redeemed === undefined) throw codeRefused();
      return redeemed;
    });
  } finally {
    await database.close();
  }
}

/**
 * The database of a server on this machine; whoever opens it closes it.
 *
 * @throws MegaError DATABASE_UNAVAILABLE where no server runs, NOT_FOUND where none ever did
 */
export function databaseAtMachine({
  dataFolder,
  databaseUrl,
}: ServerAtMachine): Promise<ServerDatabase> {
  return openServerDatabase(databaseUrl ?? localUrl(dataFolder));
}

function localUrl(dataFolder: string): string {
  const folder = existsSync(dataFolder) ? placeOfPostgres(dataFolder) : dataFolder;
  if (existsSync(join(folder, "data"))) return urlOfLocal(realpathSync(folder), LOCAL_DATABASE);
  throw new MegaError("NOT_FOUND", `No server has its database in ${dataFolder}`, {
    hint: "Name the data folder of the running server, or set DATABASE_URL.",
  });
}
