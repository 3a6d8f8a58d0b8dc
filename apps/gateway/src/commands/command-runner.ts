/**
 * Carries commands out, none of them twice: its id is on the disk before the act, what came of it in the
 * same step as the act or behind it, and after a power cut between the two it is looked for in the ledger.
 */

import { type Clock, type ClockState, MegaError, toUtcString } from "@mega/domain";
import type { LedgerHost } from "@mega/ledger";
import type { CommandAnswer, SentCommand } from "@mega/uplink";
import type { AuditLog } from "../audit/audit-log.ts";
import { type CommandActs, type CommandGiver, MalformedCommand } from "./command-acts.ts";
import type { CommandCounts } from "./command-counts.ts";
import type { CommandStore, TakenCommand } from "./command-store.ts";
import { type CommandJudgement, judgeCommand } from "./judge-command.ts";
import { commandPseudonym, entriesOf } from "./what-happened.ts";

/** What it works on. */
export interface CommandRunnerOptions {
  readonly clock: Clock;
  readonly store: CommandStore;
  readonly audit: AuditLog;
  readonly ledger: Pick<LedgerHost, "snapshot" | "entries">;
  /** What this gateway can do. */
  readonly acts: () => CommandActs;
  readonly counts: CommandCounts;
  readonly clockState: () => ClockState;
  readonly onFailure: (error: unknown) => void;
}

/** What is told the server; null while the command is being carried out elsewhere. */
export type Taken = CommandAnswer | null;

const DETAIL_LENGTH_MAX = 500;

/** Carries out one after the other. */
export class CommandRunner {
  readonly #options: CommandRunnerOptions;

  constructor(options: CommandRunnerOptions) {
    this.#options = options;
  }

  /**
   * Takes a command that the server handed over, and carries it out.
   *
   * @throws MegaError LEDGER_STORAGE_FAILED where nobody knows whether it is done: it is taken up again
   */
  async take(sent: SentCommand): Promise<Taken> {
    const { store, clock, ledger, clockState } = this.#options;
    const { commandId } = sent;
    if (store.isRunning(commandId)) return null;
    const taken = store.find(commandId);
    const found = taken?.answer === null ? await this.#found(taken) : null;
    if (found !== null) return found;
    const judgement = judgeCommand(sent, {
      generation: ledger.snapshot().generation,
      nowMs: clock.nowMs(),
      clockState: clockState(),
      taken,
    });
    switch (judgement.kind) {
      case "tell":
        return judgement.taken.answer;
      case "refuse":
        return this.#refuse(sent, taken, judgement);
      case "take":
        return store.running(commandId, () => this.#carryOut(sent, taken, judgement.expiresAtMs));
    }
  }

  /** Finds out what came of commands that a power cut broke off; those that may still be done wait. */
  async settle(): Promise<void> {
    const { store, clock } = this.#options;
    for (const taken of store.open()) {
      if (taken.answer !== null || (await this.#found(taken)) !== null) continue;
      if (clock.nowMs() < taken.expiresAtMs) continue;
      const detail = "it was broken off, and not carried out before its time was over";
      this.#keep(taken, refusal(clock.nowMs(), "expired", detail), null);
    }
  }

  async #carryOut(
    sent: SentCommand,
    before: TakenCommand | undefined,
    expiresAtMs: number,
  ): Promise<CommandAnswer> {
    const { store, acts, clock } = this.#options;
    if (!store.writable) return this.#untaken("LEDGER_STORAGE_FAILED", "the disk takes nothing");
    const act = acts().get(sent.kind);
    if (act === undefined) {
      const detail = `this gateway knows no ${sent.kind}`;
      return this.#refuse(sent, before, { kind: "refuse", code: "unknown-kind", detail });
    }
    if (before === undefined && store.isFull) {
      return this.#untaken("TOO_MANY_REQUESTS", "too many commands are kept; wait a day");
    }
    const taken = before ?? this.#begin(sent, expiresAtMs);
    const giver = giverOf(sent);
    const keep = (revision: number) => {
      this.#keepNow(taken, { outcome: "done", at: this.#at(), entries: [], revision }, sent.body);
    };
    try {
      const revision = await act(sent.body, giver, keep);
      const entries = [...(await entriesOf(this.#options.ledger, taken))];
      return this.#keep(taken, { outcome: "done", at: this.#at(), entries, revision }, sent.body);
    } catch (error) {
      const isUnsure = error instanceof MegaError && error.code === "LEDGER_STORAGE_FAILED";
      if (isUnsure) throw error;
      return this.#keep(taken, this.#refusalOf(error, clock.nowMs()), sent.body);
    }
  }

  /** Its id is on the disk from here on. */
  #begin(sent: SentCommand, expiresAtMs: number): TakenCommand {
    const { store, clock, ledger } = this.#options;
    const { commandId, kind, by } = sent;
    const takenAtMs = clock.nowMs();
    const takenSeq = ledger.snapshot().head.seq;
    const command = { commandId, kind, by, takenSeq, takenAtMs, expiresAtMs };
    store.transaction(() => store.take(command));
    return { ...command, answer: null, toldAtMs: null };
  }

  /** What a command did before it was broken off; null when it did nothing. */
  async #found(taken: TakenCommand): Promise<CommandAnswer | null> {
    const entries = [...(await entriesOf(this.#options.ledger, taken))];
    if (entries.length === 0) return null;
    return this.#keep(taken, { outcome: "done", at: this.#at(), entries, revision: null }, null);
  }

  #refuse(
    sent: SentCommand,
    before: TakenCommand | undefined,
    { code, detail }: Extract<CommandJudgement, { kind: "refuse" }>,
  ): CommandAnswer {
    const { store, clock } = this.#options;
    const answer = refusal(clock.nowMs(), code, detail);
    const isKept = before === undefined || before.answer === null;
    if (isKept && store.writable && !store.isFull) {
      const taken = before ?? this.#begin(sent, clock.nowMs());
      return this.#keep(taken, answer, sent.body);
    }
    this.#record(sent, answer, sent.body);
    return answer;
  }

  /** Nothing of it is kept: it may come again. */
  #untaken(code: string, detail: string): CommandAnswer {
    this.#options.counts.note(code);
    return refusal(this.#options.clock.nowMs(), code, detail);
  }

  #keep(taken: TakenCommand, answer: CommandAnswer, body: unknown): CommandAnswer {
    const { store } = this.#options;
    // The act may have kept it in its own transaction.
    const kept = store.find(taken.commandId)?.answer;
    if (kept !== undefined && kept !== null) return kept;
    store.transaction(() => this.#keepNow(taken, answer, body));
    return answer;
  }

  /** In a transaction. */
  #keepNow(taken: TakenCommand, answer: CommandAnswer, body: unknown): void {
    this.#options.store.keepAnswer(taken.commandId, answer);
    this.#record(taken, answer, body);
  }

  #record(
    { commandId, kind, by }: Pick<TakenCommand, "commandId" | "kind" | "by">,
    answer: CommandAnswer,
    body: unknown,
  ): void {
    const { audit, counts } = this.#options;
    const asked = withoutSecret(body);
    const actor = serverActor(by);
    const { outcome, at: _at, ...told } = answer;
    const details = { kind, asked, command: commandId, ...told };
    const action = outcome === "done" ? "command-done" : "command-refused";
    audit.record({ actor, action, object: objectOf(asked), details, fromIp: null });
    counts.note(answer.outcome === "done" ? "done" : answer.code);
  }

  #refusalOf(error: unknown, nowMs: number): CommandAnswer {
    if (error instanceof MegaError) return refusal(nowMs, error.code, error.message);
    if (error instanceof MalformedCommand) return refusal(nowMs, "malformed", error.message);
    this.#options.onFailure(error);
    return refusal(nowMs, "INTERNAL", "the log of the gateway says more");
  }

  #at(): string {
    return toUtcString(this.#options.clock.nowMs());
  }
}

/** The name of a person at the server, in the audit log. */
function serverActor(by: string): string {
  return `server: ${by}`;
}

function giverOf({ by, commandId }: SentCommand): CommandGiver {
  return { by, name: serverActor(by), pseudonym: commandPseudonym(commandId) };
}

function refusal(nowMs: number, code: string, detail: string): CommandAnswer {
  const at = toUtcString(nowMs);
  return { outcome: "refused", at, code, detail: detail.slice(0, DETAIL_LENGTH_MAX) };
}

function withoutSecret(body: unknown): unknown {
  if (typeof body !== "object" || body === null) return body ?? null;
  const { secret: _secret, ...asked } = body as Readonly<Record<string, unknown>>;
  return asked;
}

function objectOf(asked: unknown): string {
  if (typeof asked !== "object" || asked === null) return "server";
  const { channelNo, confirmChannelNo } = asked as Readonly<Record<string, unknown>>;
  const no = confirmChannelNo ?? channelNo;
  return typeof no === "number" ? `channel:${no}` : "server";
}
