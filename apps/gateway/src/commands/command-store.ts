/**
 * What gateway.db knows of commands. A command's id is on the disk before it is carried out, and what
 * came of it before the server is told. Ids are kept until a day after the command is over by itself: by
 * then it is refused as too old.
 */

import type { CommandAnswer } from "@mega/uplink";
import type { GatewayDatabase } from "../store/gateway-database.ts";

/** A command that was taken. */
export interface TakenCommand {
  readonly commandId: string;
  readonly kind: string;
  /** Address of the person at the server. */
  readonly by: string;
  /** Newest entry of the ledger when it was taken. */
  readonly takenSeq: number;
  readonly takenAtMs: number;
  readonly expiresAtMs: number;
  readonly answer: CommandAnswer | null;
  readonly toldAtMs: number | null;
}

/** Ids kept beyond a command's own end. */
const KEPT_MS = 24 * 60 * 60_000;
/** Commands that are kept; who sends more waits until old ones are over. */
const KEPT_MAX = 2000;

/** Reads and writes them; made once, it outlives configurations. */
export class CommandStore {
  readonly #database: GatewayDatabase;
  readonly #running = new Set<string>();

  constructor(database: GatewayDatabase) {
    this.#database = database;
  }

  /** False on a disk that takes nothing: no command is carried out, since its id could not be kept. */
  get writable(): boolean {
    return this.#database.writable;
  }

  /** Whether no more commands can be kept. */
  get isFull(): boolean {
    const row = this.#database.db.prepare("SELECT count(*) AS n FROM command").get();
    return Number(row?.["n"] ?? 0) >= KEPT_MAX;
  }

  transaction<Result>(work: () => Result): Result {
    return this.#database.transaction(work);
  }

  /** Whether it is being carried out at this moment, also by parts of the configuration before. */
  isRunning(commandId: string): boolean {
    return this.#running.has(commandId);
  }

  /** Carries it out; nobody else does meanwhile. */
  async running<Result>(commandId: string, work: () => Promise<Result>): Promise<Result> {
    this.#running.add(commandId);
    try {
      return await work();
    } finally {
      this.#running.delete(commandId);
    }
  }

  find(commandId: string): TakenCommand | undefined {
    const sql = "SELECT * FROM command WHERE command_id = ?";
    const row = this.#database.db.prepare(sql).get(commandId);
    return row === undefined ? undefined : takenOf(row);
  }

  /** Keeps a command that is about to be carried out; ids that are over go. In a transaction. */
  take(command: Omit<TakenCommand, "answer" | "toldAtMs">): void {
    const { db } = this.#database;
    db.prepare("DELETE FROM command WHERE expires_at_ms < ?").run(command.takenAtMs - KEPT_MS);
    db.prepare(
      `INSERT INTO command (command_id, kind, given_by, taken_seq, taken_at_ms, expires_at_ms)
         VALUES (?, ?, ?, ?, ?, ?)`,
    ).run(
      command.commandId,
      command.kind,
      command.by,
      command.takenSeq,
      command.takenAtMs,
      command.expiresAtMs,
    );
  }

  /** Keeps what came of it. In a transaction. */
  keepAnswer(commandId: string, answer: CommandAnswer): void {
    this.#database.db
      .prepare("UPDATE command SET answer = ? WHERE command_id = ? AND answer IS NULL")
      .run(JSON.stringify(answer), commandId);
  }

  /** The server has the answer, or does not want it. */
  noteTold(commandId: string, nowMs: number): void {
    this.#database.db
      .prepare("UPDATE command SET told_at_ms = ? WHERE command_id = ?")
      .run(nowMs, commandId);
  }

  /** Those whose answer the server does not have yet, and those that were broken off. */
  open(): TakenCommand[] {
    return this.#database.db
      .prepare("SELECT * FROM command WHERE told_at_ms IS NULL ORDER BY taken_at_ms, rowid")
      .all()
      .map(takenOf)
      .filter(({ commandId }) => !this.#running.has(commandId));
  }

  /** Those that were taken last, the newest first. */
  newest(limit: number): TakenCommand[] {
    return this.#database.db
      .prepare("SELECT * FROM command ORDER BY taken_at_ms DESC, rowid DESC LIMIT ?")
      .all(limit)
      .map(takenOf);
  }
}

function takenOf(row: Readonly<Record<string, unknown>>): TakenCommand {
  const { answer, told_at_ms: told } = row;
  return {
    commandId: String(row["command_id"]),
    kind: String(row["kind"]),
    by: String(row["given_by"]),
    takenSeq: Number(row["taken_seq"]),
    takenAtMs: Number(row["taken_at_ms"]),
    expiresAtMs: Number(row["expires_at_ms"]),
    answer: answer === null ? null : (JSON.parse(String(answer)) as CommandAnswer),
    toldAtMs: told === null ? null : Number(told),
  };
}
