/**
 * Which topics a broker keeps a message of the gateway on. They outlive a restart and a changed
 * configuration, so that what is published no more is deleted there: a channel that went away would
 * stand in every subscriber for ever.
 */

import type { GatewayDatabase } from "../store/gateway-database.ts";

/** Topics by broker. */
export class RetainedTopics {
  readonly #database: GatewayDatabase;

  constructor(database: GatewayDatabase) {
    this.#database = database;
  }

  /** The topics kept by a broker; null is the gateway's own. */
  of(brokerId: string | null): ReadonlySet<string> {
    const rows = this.#database.db
      .prepare("SELECT topic FROM retained_topic WHERE broker = ?")
      .all(keyOf(brokerId));
    return new Set(rows.map((row) => String(row["topic"])));
  }

  /** Notes topics before they are written on, so that none is forgotten when the power fails. */
  add(brokerId: string | null, topics: readonly string[]): void {
    if (!this.#database.writable || topics.length === 0) return;
    this.#database.transaction(() => {
      const insert = this.#database.db.prepare(
        "INSERT OR IGNORE INTO retained_topic (broker, topic) VALUES (?, ?)",
      );
      for (const topic of topics) insert.run(keyOf(brokerId), topic);
    });
  }

  /** Forgets a topic that was emptied. */
  remove(brokerId: string | null, topic: string): void {
    if (!this.#database.writable) return;
    this.#database.db
      .prepare("DELETE FROM retained_topic WHERE broker = ? AND topic = ?")
      .run(keyOf(brokerId), topic);
  }
}

/** No broker of a configuration has an empty id. */
function keyOf(brokerId: string | null): string {
  return brokerId ?? "";
}
