/** Parts of a server over a real database, with a clock that tests move. */

import { type MovedClock, movedClock } from "@mega/domain";
import { pino } from "pino";
import type { ServerContext } from "../context.ts";
import { numberIn } from "../database/row-values.ts";
import type { ServerDatabase } from "../database/server-database.ts";
import { Counters } from "../metrics/counters.ts";

/** A Thursday at noon. */
const STARTS_AT_MS = Date.UTC(2026, 10, 26, 12);

/** The context, and its clock. */
export interface ServerParts extends ServerContext {
  readonly clock: MovedClock;
}

/** Parts over this database. */
export function serverParts(database: ServerDatabase): ServerParts {
  const clock = movedClock({ startMs: STARTS_AT_MS });
  const log = pino({ level: "silent" });
  return { clock, database, dataFolder: "/nowhere", counters: new Counters(), log };
}

/** Two buildings, each with a manager, and what they are numbered. */
export interface TwoBuildings {
  readonly anna: number;
  readonly bruno: number;
  readonly annasBuilding: number;
  readonly brunosBuilding: number;
  /** Keeps accounts and gateways, manages no building. */
  readonly operator: number;
}

/** Makes them. */
export function makeTwoBuildings({ database }: ServerParts): Promise<TwoBuildings> {
  return database.as({ kind: "job" }, async (tx) => {
    const insert = async (text: string, ...values: readonly unknown[]) => {
      const [row] = await tx.query(`${text} AS id`, values);
      return row === undefined ? 0 : numberIn(row, "id");
    };
    const account = (name: string, isOperator = false) =>
      insert(
        `INSERT INTO account (email, name, language, is_operator, made_at)
         VALUES ($1, $2, 'fr', $3, now()) RETURNING account_id`,
        `${name}@example.org`,
        name,
        isOperator,
      );
    const building = (name: string) =>
      insert("INSERT INTO building (name, made_at) VALUES ($1, now()) RETURNING building_id", name);
    const made = {
      anna: await account("anna"),
      bruno: await account("bruno"),
      annasBuilding: await building("Rue Haute 1"),
      brunosBuilding: await building("Rue Basse 2"),
      operator: await account("olga", true),
    };
    await tx.query("INSERT INTO building_right VALUES ($1, $2, 'manager'), ($3, $4, 'manager')", [
      made.annasBuilding,
      made.anna,
      made.brunosBuilding,
      made.bruno,
    ]);
    return made;
  });
}
