/**
 * A box that takes the place of another: it asks, waits for the manager or for the old box's silence,
 * fetches, and is ready for its restart. Every step is in gateway.db before the next one begins, so that
 * a power cut in between costs nothing but time.
 */

import { randomBytes } from "node:crypto";
import { type Clock, type GatewayModel, MegaError, parseInstant } from "@mega/domain";
import type { LedgerView } from "@mega/ledger";
import { credentialText, type RestoreRequest, ticketText } from "@mega/uplink";
import type { AuditLog } from "../audit/audit-log.ts";
import type { ServerPort } from "../uplink/ask-server.ts";
import { backOffMs } from "../uplink/back-off.ts";
import { hashOfSecret, refusalOfAsking, refusalOfBox } from "./asking-rules.ts";
import { fetchConfiguration } from "./fetch-configuration.ts";
import { type FetchProgress, fetchLedger } from "./fetch-ledger.ts";
import type { RestoreStore, StoredTakeover, Takeover, TakeoverFault } from "./restore-store.ts";
import { masterOfToken, restoreKeys } from "./restore-token.ts";
import { TakeoverFolder } from "./takeover-folder.ts";
import { type Asked, TakeoverServer } from "./takeover-server.ts";

/** What it stands on. */
export interface TakeoversOptions {
  readonly clock: Clock;
  readonly dataFolder: string;
  readonly store: RestoreStore;
  readonly audit: AuditLog;
  readonly machineMac: string;
  readonly view: () => LedgerView;
  /** Opens the way to a server. */
  readonly connect: (url: string) => ServerPort;
  /** From 0 up to 1, for pauses. */
  readonly draw: () => number;
  readonly onFailure: (error: unknown) => void;
  /** Everything is there: the gateway starts anew, and with it what was fetched. */
  readonly onReady: () => void;
}

/** What a person gives. */
export interface TakeoverWish {
  /** Without a slash at its end. */
  readonly url: string;
  readonly oldMac: string;
  /** As it is used: 26 characters. */
  readonly token: string;
  readonly newMac: string;
  /** The MAC of this box's own configuration; null where it is the machine's. */
  readonly configuredMac: string | null;
  readonly model: GatewayModel;
  readonly actor: string;
  readonly fromIp: string | null;
}

/** How it is, besides what is stored. */
export interface TakeoverProgress extends FetchProgress {
  /** What the newest question came to; null when it was answered. */
  readonly trouble: string | null;
}

/** So often it is asked whether it was confirmed. */
const POLL_MS = 5000;

const nothing: TakeoverProgress = {
  part: "configuration",
  bytes: 0,
  entries: 0,
  entriesTotal: null,
  trouble: null,
};

/** The take-over of one box. */
export class Takeovers {
  readonly #options: TakeoversOptions;
  readonly #folder: TakeoverFolder;
  #ended = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #cancelTimer: () => void = () => undefined;
  #started = false;
  #failures = 0;
  #progress: TakeoverProgress = nothing;

  constructor(options: TakeoversOptions) {
    this.#options = options;
    this.#folder = new TakeoverFolder(options.dataFolder);
  }

  get stored(): StoredTakeover | undefined {
    return this.#options.store.takeover();
  }

  get progress(): TakeoverProgress {
    return this.#progress;
  }

  /** Whether this box may take another's place: it has read nothing of its own. */
  get mayBegin(): boolean {
    return refusalOfBox(this.#options.view()) === undefined && this.stored === undefined;
  }

  /** Goes on with what was under way. */
  start(): void {
    this.#started = true;
    this.#goOn();
  }

  /** Cuts off what is on its way; never throws. */
  async stop(): Promise<void> {
    this.#started = false;
    this.#cancelTimer();
    this.#ended.abort();
    await this.#running;
  }

  /**
   * Asks the server.
   *
   * @throws MegaError CONFLICT when the box has readings of its own or another take-over is under way,
   *   PROOF_REFUSED, TOO_MANY_ATTEMPTS, LEDGER_STORAGE_FAILED
   */
  async begin(wish: TakeoverWish): Promise<void> {
    const { store, view } = this.#options;
    const refused = refusalOfBox(view());
    if (refused !== undefined) throw refused;
    if (this.stored !== undefined) {
      throw new MegaError("CONFLICT", "A restore is under way", { hint: "Give it up first." });
    }
    if (!store.writable) {
      throw new MegaError("LEDGER_STORAGE_FAILED", "The disk takes nothing", {
        hint: "Make room on the disk, or replace it.",
      });
    }
    const master = await masterOfToken(wish.token);
    const secret = randomBytes(32).toString("base64url");
    const asked = await this.#ask(wish, { proof: restoreKeys(master).proof, secret });
    const { url, oldMac, model, configuredMac: mac, actor } = wish;
    const takeover: Takeover = {
      ...{ url, oldMac, model, mac, actor, secret, granted: null },
      restoreId: asked.restoreId,
      code: asked.code,
      expiresAtMs: parseInstant(asked.expiresAt) ?? 0,
      master: master.toString("base64"),
    };
    store.transaction(() => {
      store.keepTakeover({ step: "waiting", takeover });
      this.#note(takeover, "restore-begun", wish.fromIp);
    });
    this.#progress = nothing;
    this.#goOn();
  }

  /**
   * Tries again what failed.
   *
   * @throws MegaError CONFLICT when nothing failed
   */
  retry(): void {
    const stored = this.stored;
    if (stored?.step !== "failed" || stored.takeover.granted === null) {
      throw new MegaError("CONFLICT", "Nothing failed that could be tried again", {
        hint: "Begin the restore anew.",
      });
    }
    this.#options.store.keepTakeover({ step: "fetching", takeover: stored.takeover });
    this.#failures = 0;
    this.#goOn();
  }

  /** Gives it up; what was fetched goes, and the box stays as it was. */
  async giveUp(actor: string, fromIp: string | null): Promise<void> {
    const { store } = this.#options;
    const stored = this.stored;
    if (stored === undefined || stored.step === "ready") {
      throw new MegaError("CONFLICT", "There is nothing that could be given up");
    }
    this.#cancelTimer();
    this.#ended.abort();
    await this.#running;
    this.#ended = new AbortController();
    store.transaction(() => {
      store.dropTakeover();
      this.#note({ ...stored.takeover, actor }, "restore-given-up", fromIp);
    });
    this.#folder.remove();
    this.#progress = nothing;
  }

  async #ask(
    { url, oldMac, newMac, model }: TakeoverWish,
    { proof, secret }: { readonly proof: string; readonly secret: string },
  ) {
    const port = this.#options.connect(url);
    try {
      const secretSha256 = hashOfSecret(secret);
      const request: RestoreRequest = { oldMac, newMac, model, proof, secretSha256 };
      const asked = await new TakeoverServer(port, this.#ended.signal).ask(request);
      if (asked.kind !== "answer") throw refusalOfAsking(asked);
      return asked.answer;
    } finally {
      port.close();
    }
  }

  #goOn(): void {
    if (!this.#started) return;
    this.#cancelTimer();
    const { signal } = this.#ended;
    this.#running = this.#running.then(async () => {
      if (signal.aborted) return;
      try {
        await this.#advance(signal);
      } catch (error) {
        if (!signal.aborted) this.#fail(error);
      }
    });
  }

  /** Does what is next, as far as it goes by itself. */
  async #advance(signal: AbortSignal): Promise<void> {
    const stored = this.stored;
    if (stored === undefined || stored.step === "failed") return;
    if (stored.step === "ready") return this.#options.onReady();
    const port = this.#options.connect(stored.takeover.url);
    const server = new TakeoverServer(port, signal);
    try {
      if (stored.step === "waiting") await this.#look(server, stored.takeover);
      else await this.#fetch(server, stored.takeover, signal);
    } finally {
      port.close();
    }
  }

  async #look(server: TakeoverServer, takeover: Takeover): Promise<void> {
    const { restoreId, secret } = takeover;
    const asked = await server.state(ticketText({ restoreId, secret }));
    if (asked.kind === "refused" && asked.code === "UNAUTHENTICATED") {
      return this.#keepFault(takeover, { code: "refused", detail: asked.detail });
    }
    if (asked.kind !== "answer") return this.#later(asked);
    this.#answered();
    const { answer } = asked;
    if (answer.state === "waiting") return this.#after(POLL_MS);
    if (answer.state === "ended") {
      return this.#keepFault(takeover, { code: answer.why, detail: "the server said so" });
    }
    const { gatewayId, generation, building } = answer;
    const granted = { ...takeover, granted: { gatewayId, generation, building } };
    this.#options.store.keepTakeover({ step: "fetching", takeover: granted });
    this.#goOn();
  }

  async #fetch(server: TakeoverServer, takeover: Takeover, signal: AbortSignal): Promise<void> {
    const { clock, machineMac, store, onReady } = this.#options;
    const { granted, secret, model, mac, url, master } = takeover;
    if (granted === null) throw new Error("Broken assumption: what is fetched was granted");
    this.#folder.make();
    const bearer = credentialText({ gatewayId: granted.gatewayId, secret });
    const onProgress = (progress: Partial<FetchProgress>) => {
      this.#progress = { ...this.#progress, ...progress };
    };
    const ports = { clock, server, folder: this.#folder, bearer, signal, onProgress };
    const box = { model, mac, url, master: Buffer.from(master, "base64") };
    const configured = await fetchConfiguration(ports, box, machineMac);
    if (configured.kind !== "done") return this.#notFetched(takeover, configured);
    const fetched = await fetchLedger(ports, granted);
    if (fetched.kind !== "done") return this.#notFetched(takeover, fetched);
    if (signal.aborted) return;
    this.#answered();
    store.keepTakeover({ step: "ready", takeover });
    onReady();
  }

  #notFetched(takeover: Takeover, asked: Exclude<Asked<never>, { kind: "answer" }>): void {
    const isOver =
      asked.kind === "refused" &&
      (asked.code === "UNAUTHENTICATED" || asked.code === "GATEWAY_REPLACED");
    if (isOver) this.#keepFault(takeover, { code: "undone", detail: asked.detail });
    else this.#later(asked);
  }

  /** What cannot be mended by waiting is shown, and tried again when a person says so. */
  #fail(error: unknown): void {
    const { onFailure, store } = this.#options;
    onFailure(error);
    const stored = this.stored;
    if (stored === undefined) return;
    const code = error instanceof MegaError ? error.code : undefined;
    const kinds = { CONFIG_INVALID: "configuration", LEDGER_CHAIN_BROKEN: "ledger" } as const;
    const fault: TakeoverFault = {
      code: kinds[code as keyof typeof kinds] ?? "disk",
      detail: error instanceof MegaError ? error.message.slice(0, 300) : "see the log",
    };
    try {
      // A ledger that does not verify is not gone on with.
      if (fault.code === "ledger") this.#folder.dropLedger();
      store.keepTakeover({ step: "failed", takeover: stored.takeover, why: fault });
    } catch (cause) {
      onFailure(cause);
    }
  }

  #keepFault(takeover: Takeover, why: TakeoverFault): void {
    this.#options.store.keepTakeover({ step: "failed", takeover, why });
  }

  #answered(): void {
    this.#failures = 0;
    this.#progress = { ...this.#progress, trouble: null };
  }

  #later(asked: Exclude<Asked<never>, { kind: "answer" }>): void {
    this.#failures += 1;
    this.#progress = { ...this.#progress, trouble: asked.detail };
    this.#after(backOffMs(this.#failures, this.#options.draw(), asked.retryAfterMs));
  }

  #after(pauseMs: number): void {
    if (!this.#started || this.#ended.signal.aborted) return;
    this.#cancelTimer = this.#options.clock.setTimer(pauseMs, () => this.#goOn());
  }

  #note({ url, oldMac, actor }: Takeover, action: string, fromIp: string | null): void {
    const details = { server: url, oldMac };
    this.#options.audit.record({ actor, action, object: "server", details, fromIp });
  }
}
