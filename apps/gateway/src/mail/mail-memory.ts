/** What the schedule of mails remembers in gateway.db, so that a restart neither forgets nor repeats. */

import type { ReportMemory } from "@mega/domain";
import type { GatewayDatabase } from "../store/gateway-database.ts";
import type { ErrorMemory } from "./error-decision.ts";

interface Memories {
  readonly report: ReportMemory;
  readonly errors: ErrorMemory;
}

/** The memory. */
export class MailMemory {
  readonly #database: GatewayDatabase;

  constructor(database: GatewayDatabase) {
    this.#database = database;
  }

  /** Null before the first look. */
  read<Name extends keyof Memories>(name: Name): Memories[Name] | null {
    const row = this.#database.db.prepare("SELECT value FROM mail_state WHERE name = ?").get(name);
    // The value is what `write` put there.
    return row === undefined ? null : (JSON.parse(String(row["value"])) as Memories[Name]);
  }

  /** Inside a transaction of the caller it is kept together with the mail it tells of. */
  write<Name extends keyof Memories>(name: Name, value: Memories[Name]): void {
    this.#database.db
      .prepare(
        "INSERT INTO mail_state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      )
      .run(name, JSON.stringify(value));
  }
}
