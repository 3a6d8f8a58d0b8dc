/**
 * When the gateway turns to its server, and what it does then: one look at a time, after what the ledger
 * wrote, after a pause that a failure asked for, and while a code waits for a person. Times are measured
 * on the clock that never steps back.
 */

import type { ServerState } from "@mega/contract";
import { type Clock, MegaError } from "@mega/domain";
import type { Installation } from "@mega/installation";
import type { LedgerHost } from "@mega/ledger";
import type { AuditLog } from "../audit/audit-log.ts";
import type { ServerPort, ServerRequest } from "./ask-server.ts";
import { AttemptLog } from "./attempt-log.ts";
import { beginEnrolment, type EnrolStep, pollEnrolment } from "./enrolling.ts";
import type { Refusal } from "./judge-head.ts";
import type { PipeCalls } from "./pipe/pipe-calls.ts";
import type { Failed, ServerOutcome } from "./server-outcome.ts";
import type { ServerSettings } from "./server-settings.ts";
import { tellLeaving } from "./tell-leaving.ts";
import { Turns } from "./turns.ts";
import type { UplinkStore } from "./uplink-store.ts";
import { uploadPass } from "./upload-pass.ts";

/** What it stands on. */
export interface UplinkLoopOptions {
  readonly clock: Clock;
  readonly settings: ServerSettings;
  readonly installation: Pick<Installation, "mac" | "model">;
  readonly ledger: LedgerHost;
  readonly store: UplinkStore;
  readonly audit: AuditLog;
  /** From 0 up to 1, for pauses. */
  readonly draw: () => number;
  readonly onFailure: (error: unknown) => void;
  /** Opens the way to a server; nothing is sent before it is asked something. */
  readonly connect: (url: string) => ServerPort;
}

/** So often it is asked whether a code was redeemed, and so long after its end. */
const POLL_MS = 5000;
const POLL_GRACE_MS = 10 * 60_000;
/** With nothing to send the server is asked so often where it is: it may have lost what it had. */
const LOOK_MS = 65 * 60_000;
/** At a start everybody waits a moment: after a power cut a whole quarter comes back at once. */
const START_MS_MAX = 60_000;

/** The looks of one configuration. */
export class UplinkLoop {
  readonly #options: UplinkLoopOptions;
  readonly #connection: ServerPort;
  readonly #turns = new Turns();
  #isQueued = false;
  #started = false;
  #endListening: () => void = () => undefined;
  #cancelTimer: () => void = () => undefined;
  /** When what was written is to be sent; monotonic. */
  #dueMs: number | null = null;
  /** Where the server said that it is; asked anew after a failure. */
  #position: number | null = null;
  /** Whether a code is asked for, and a refusal looked into once more: at the start, and by hand. */
  #mayBegin = true;
  #mayLookAgain = true;
  /** How the attempts stand. */
  readonly log: AttemptLog;

  constructor(options: UplinkLoopOptions) {
    const { clock, settings, connect, draw } = options;
    this.#options = options;
    this.log = new AttemptLog(clock, draw);
    this.#connection = connect(settings.url);
  }

  /** How the broker stands that batches go through; null where there is none. */
  get pipe(): ServerState["pipe"] {
    return this.#connection.pipe ?? null;
  }

  /** What comes through that broker of commands; null where there is none. */
  get calls(): PipeCalls | null {
    return this.#connection.calls ?? null;
  }

  /** Begins; does not wait. */
  start(): void {
    if (this.#started) return;
    this.#started = true;
    const { clock, ledger, settings, store, draw } = this.#options;
    const { url, spreadMs } = settings;
    this.#endListening = ledger.onCommit(() => {
      this.#dueMs ??= clock.monotonicMs() + spreadMs;
      this.#arm();
    });
    const isEnrolled = store.credential(url) !== undefined;
    const beginMs = isEnrolled ? Math.min(spreadMs, START_MS_MAX) * draw() : 0;
    this.#dueMs = clock.monotonicMs() + beginMs;
    this.#arm();
  }

  /** Cuts off what is on its way: what was not acknowledged is sent again. */
  async stop(): Promise<void> {
    this.#started = false;
    this.#endListening();
    this.#cancelTimer();
    await this.#turns.end();
    this.#connection.close();
  }

  /** Looks at once, also where a failure put it off or a refusal stopped it. */
  lookNow(): void {
    this.#mayLookAgain = true;
    this.#position = null;
    this.log.waitNoMore();
    this.#enqueueLook();
  }

  /** Asks for a code at once; what else is going on is cut off. */
  beginEnrolment(): Promise<EnrolStep> {
    return this.#turns.interrupt(async (signal) => {
      const step = await beginEnrolment(this.#enrolling(signal));
      this.#noteEnrolStep(step);
      this.#arm();
      return step;
    });
  }

  /** Lets something be forgotten while nothing is going on, and begins from nothing. */
  forget(work: () => void): Promise<void> {
    return this.#turns.interrupt(async () => {
      work();
      this.#position = null;
      this.log.clear();
      this.#mayBegin = false;
      this.#arm();
    });
  }

  /** Asks the server as this gateway; without a credential the answer is a refusal. */
  async ask(request: ServerRequest, signal = this.#turns.ended): Promise<ServerOutcome> {
    const { store, settings } = this.#options;
    const bearer = store.credential(settings.url)?.text;
    if (bearer !== undefined) return this.#connection.ask({ ...request, bearer }, signal);
    const detail = "This gateway has not been enrolled";
    return { kind: "refused", status: 401, code: "UNAUTHENTICATED", detail, retryAfterMs: null };
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { store, settings, clock } = this.#options;
    const { url } = settings;
    this.#dueMs = null;
    this.log.waitNoMore();
    if (store.credential(url) === undefined) {
      const failure = await tellLeaving(this.#enrolling(signal));
      if (failure !== null) return this.#noteFailure(failure);
      return this.#lookForCredential(signal);
    }
    if (this.#isHalted) return;
    const refused = store.refusal(url) !== undefined;
    const silentMs = clock.monotonicMs() - (this.log.contactMs ?? 0);
    if (silentMs >= LOOK_MS) this.#position = null;
    const ask = (request: ServerRequest) => this.ask(request, signal);
    const { ledger } = this.#options;
    const onPosition = (seq: number, sent: boolean) => this.#notePosition(seq, sent);
    const end = await uploadPass({ clock, ledger, ask, signal, onPosition }, this.#position);
    if (end.kind === "failed") this.#noteFailure(end);
    if (end.kind === "refused") this.#noteRefusal(end.refusal);
    if (end.kind === "done" && refused) store.dropRefusal();
  }

  /** Another box has taken over, or another history stands there: nobody but a person goes on. */
  get #isHalted(): boolean {
    const { store, settings } = this.#options;
    const refused = store.refusal(settings.url)?.reason;
    return refused === "replaced" || (refused !== undefined && !this.#mayLookAgain);
  }

  async #lookForCredential(signal: AbortSignal): Promise<void> {
    const { store, settings, clock } = this.#options;
    const { url } = settings;
    // Without a disk no credential could be kept, and it is given once.
    if (!store.writable) return;
    const enrolment = store.enrolment(url);
    const isOver = (enrolment?.expiresAtMs ?? 0) + POLL_GRACE_MS <= clock.nowMs();
    if (enrolment !== undefined && !isOver) {
      this.#noteEnrolStep(await pollEnrolment(this.#enrolling(signal), enrolment));
    } else if (this.#mayBegin && !store.hasLeft(url)) {
      this.#noteEnrolStep(await beginEnrolment(this.#enrolling(signal)));
    } else if (enrolment !== undefined) store.dropEnrolment();
  }

  #enrolling(signal: AbortSignal) {
    const { clock, store, settings, installation } = this.#options;
    const { mac, model } = installation;
    const ask = (request: ServerRequest) => this.#connection.ask(request, signal);
    return { clock, store, url: settings.url, mac, model, ask };
  }

  #noteEnrolStep(step: EnrolStep): void {
    if (step.kind === "failed") {
      this.#noteFailure(step);
      return;
    }
    this.log.noteContact();
    this.#mayBegin = false;
    if (step.kind !== "enrolled") return;
    const { settings, audit, clock } = this.#options;
    const details = { server: settings.url, building: step.building };
    audit.record(ownEvent("server-enrolled", details));
    this.#position = null;
    this.#dueMs = clock.monotonicMs();
  }

  #notePosition(seq: number, sent: boolean): void {
    const { store, settings, clock, ledger, onFailure } = this.#options;
    this.log.noteContact();
    this.#position = seq;
    if (sent) this.log.noteBatch();
    const nowMs = clock.nowMs();
    const before = store.cursor(settings.url)?.lastUploadAtMs ?? null;
    try {
      store.moveCursor(settings.url, {
        ledgerId: ledger.snapshot().ledgerId,
        seq,
        lastUploadAtMs: sent ? nowMs : before,
        lastContactAtMs: nowMs,
      });
    } catch (error) {
      // A disk that takes nothing keeps no data back: the server is asked where it is.
      onFailure(error);
    }
  }

  #noteFailure(failure: Failed): void {
    // What was cut off here says nothing about the server.
    if (this.#turns.isCutOff) return;
    this.log.noteFailure(failure);
    this.#position = null;
  }

  #noteRefusal(refusal: Refusal): void {
    const { store, settings, audit, clock } = this.#options;
    const before = store.refusal(settings.url);
    this.log.noteContact();
    this.#position = null;
    // A credential may be taken again, such as when the server was restored; a history does not heal.
    this.#mayLookAgain = refusal.reason === "revoked";
    if (this.#mayLookAgain) this.log.waitFor(LOOK_MS);
    if (before?.reason === refusal.reason && before.serverHash === refusal.serverHash) return;
    store.transaction(() => {
      store.keepRefusal(settings.url, { ...refusal, atMs: clock.nowMs() });
      audit.record(ownEvent("server-refused", { server: settings.url, ...refusal }));
    });
  }

  #enqueueLook(): void {
    if (this.#isQueued || !this.#started) return;
    this.#isQueued = true;
    this.#cancelTimer();
    void this.#turns.take(async (signal) => {
      this.#isQueued = false;
      if (!this.#started) return;
      try {
        await this.#look(signal);
      } catch (error) {
        this.#options.onFailure(error);
        const detail = error instanceof MegaError ? error.code : "see the log";
        this.#noteFailure({ kind: "failed", code: "ledger", detail, retryAfterMs: null });
      }
      this.#arm();
    });
  }

  #arm(): void {
    if (!this.#started) return;
    const { clock } = this.#options;
    this.#cancelTimer();
    const atMs = this.log.retryMs ?? this.#nextLookMs();
    if (atMs === null) return;
    const waitMs = Math.max(0, atMs - clock.monotonicMs());
    this.#cancelTimer = clock.setTimer(waitMs, () => this.#enqueueLook());
  }

  /** When it is looked next while nothing failed; monotonic, null for not by itself. */
  #nextLookMs(): number | null {
    const { clock, store, settings } = this.#options;
    if (store.credential(settings.url) === undefined) {
      if (store.leaving(settings.url) !== undefined && store.writable) return clock.monotonicMs();
      const isWaiting = store.enrolment(settings.url) !== undefined;
      return isWaiting ? clock.monotonicMs() + POLL_MS : this.#dueMs;
    }
    if (this.#isHalted) return null;
    const lookMs = (this.log.contactMs ?? clock.monotonicMs()) + LOOK_MS;
    return Math.min(this.#dueMs ?? lookMs, lookMs);
  }
}

function ownEvent(action: string, details: Readonly<Record<string, unknown>>) {
  return { actor: "gateway", action, object: "server", details, fromIp: null };
}
