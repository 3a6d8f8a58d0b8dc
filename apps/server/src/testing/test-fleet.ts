/** A building with its manager and a gateway, as tests of the server need them. */

import { randomBytes } from "node:crypto";
import { toUtcString } from "@mega/domain";
import { credentialText } from "@mega/uplink";
import { numberIn } from "../database/row-values.ts";
import type { ServerDatabase } from "../database/server-database.ts";
import { keepCredential } from "../registry/credentials.ts";

/** What was made. */
export interface TestGateway {
  readonly buildingId: number;
  readonly accountId: number;
  readonly gatewayId: number;
  readonly mac: string;
  /** What goes as the bearer token. */
  readonly credential: string;
}

/** Makes them; every name is of this number. */
export function addTestGateway(
  database: ServerDatabase,
  no: number,
  nowMs: number,
): Promise<TestGateway> {
  const at = toUtcString(nowMs);
  const mac = `02:00:00:00:00:${no.toString(16).padStart(2, "0")}`;
  const secret = randomBytes(32).toString("base64url");
  return database.as({ kind: "job" }, async (tx) => {
    const made = async (sql: string, values: readonly unknown[], column: string) => {
      const [row] = await tx.query(sql, values);
      if (row === undefined) throw new Error(`nothing was made by ${sql}`);
      return numberIn(row, column);
    };
    const buildingId = await made(
      "INSERT INTO building (name, made_at) VALUES ($1, $2) RETURNING building_id",
      [`House ${no}`, at],
      "building_id",
    );
    const accountId = await made(
      "INSERT INTO account (email, name, language, made_at) VALUES ($1, $2, 'fr', $3) RETURNING account_id",
      [`manager${no}@example.org`, `Manager ${no}`, at],
      "account_id",
    );
    await tx.query(
      "INSERT INTO building_right (building_id, account_id, role) VALUES ($1, $2, 'manager')",
      [buildingId, accountId],
    );
    const gatewayId = await made(
      `INSERT INTO gateway (building_id, mac, model, enrolled_at) VALUES ($1, $2, 'MEGA32', $3)
         RETURNING gateway_id`,
      [buildingId, mac, at],
      "gateway_id",
    );
    await keepCredential(tx, { gatewayId, secret, generation: 1, atMs: nowMs });
    const credential = credentialText({ gatewayId, secret });
    return { buildingId, accountId, gatewayId, mac, credential };
  });
}
