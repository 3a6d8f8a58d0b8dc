/**
 * Keeps the newest configuration at the server. Nothing is queued: what the server said it has is
 * compared with what is in force, at every start of a configuration and so after every save, until they
 * are the same.
 */

import { createHash } from "node:crypto";
import { type Clock, MegaError } from "@mega/domain";
import { ConfigurationHead, ConfigurationVersions, configurationHash } from "@mega/uplink";
import type { ServerRequest } from "../uplink/ask-server.ts";
import { backOffMs } from "../uplink/back-off.ts";
import { answerAs, asFailure, type Failed, type ServerOutcome } from "../uplink/server-outcome.ts";
import type { RestoreStore } from "./restore-store.ts";
import { restoreKeys } from "./restore-token.ts";
import { sealSecrets } from "./sealed-secrets.ts";

/** What is kept. */
export interface BackedUp {
  /** Without secrets. */
  readonly document: string;
  /** By place. */
  readonly secrets: ReadonlyMap<string, string>;
}

/** What it stands on. */
export interface ConfigurationBackupOptions {
  readonly clock: Clock;
  readonly store: RestoreStore;
  /** Address of the server; null where nothing leaves the gateway. */
  readonly url: string | null;
  /** Whether it knows this gateway. */
  readonly isEnrolled: () => boolean;
  /** Asks it as this gateway; null where nothing leaves it. */
  readonly ask: (request: ServerRequest) => Promise<ServerOutcome | null>;
  /** What is in force. */
  readonly current: () => BackedUp;
  /** From 0 up to 1, for pauses. */
  readonly draw: () => number;
  readonly onFailure: (error: unknown) => void;
}

/** How it stands. */
export type BackupStanding =
  /** No server. */
  | { readonly kind: "off" }
  | { readonly kind: "kept" }
  | { readonly kind: "waiting" }
  | { readonly kind: "failed"; readonly failure: Failed };

/** A gateway that is not enrolled is looked at again so often. */
const LOOK_MS = 60_000;
/** Bytes of a list of versions. */
const LIST_BYTES_MAX = 256 * 1024;

/** The backup of one configuration. */
export class ConfigurationBackup {
  readonly #options: ConfigurationBackupOptions;
  #standing: BackupStanding = { kind: "waiting" };
  #cancel: () => void = () => undefined;
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = true;
  #failures = 0;
  /** Whether the server said since the start what it has: it may have lost what it had. */
  #compared = false;

  constructor(options: ConfigurationBackupOptions) {
    this.#options = options;
  }

  get standing(): BackupStanding {
    return this.#options.url === null ? { kind: "off" } : this.#standing;
  }

  start(): void {
    this.#stopped = false;
    this.look();
  }

  /** Resolves when nothing is on its way; never throws. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#running;
  }

  /** Looks at once, such as when there is a new token. */
  look(): void {
    const { url } = this.#options;
    if (this.#stopped || url === null) return;
    this.#cancel();
    if (this.#running !== null) {
      this.#again = true;
      return;
    }
    this.#running = this.#pass(url).finally(() => {
      this.#running = null;
      if (this.#again) {
        this.#again = false;
        this.look();
      }
    });
  }

  async #pass(url: string): Promise<void> {
    const { clock, isEnrolled } = this.#options;
    if (!isEnrolled()) {
      this.#cancel = clock.setTimer(LOOK_MS, () => this.look());
      return;
    }
    const failure = await this.#tried(url);
    if (failure === undefined) {
      this.#failures = 0;
      this.#standing = { kind: "kept" };
      return;
    }
    this.#failures += 1;
    this.#standing = { kind: "failed", failure };
    this.#lookLater(failure);
  }

  async #tried(url: string): Promise<Failed | undefined> {
    try {
      return await this.#keep(url);
    } catch (error) {
      this.#options.onFailure(error);
      const detail = error instanceof MegaError ? error.code : "see the log";
      return { kind: "failed", code: "ledger", detail, retryAfterMs: null };
    }
  }

  /** Undefined when the server has what is in force. */
  async #keep(url: string): Promise<Failed | undefined> {
    const { store, current } = this.#options;
    const { document, secrets } = current();
    const token = store.token();
    const keys = token && restoreKeys(token.master);
    const sealed = keys === undefined ? null : sealSecrets(keys, document, secrets);
    const sha256 = configurationHash(document, sealed);
    const parent = await this.#parent(url);
    if ("kind" in parent) return parent;
    if (parent.sha256 === sha256) return undefined;
    const proofSha256 = keys === undefined ? null : hashOfProof(keys.proof);
    const content = { document, secrets: sealed?.toString("base64") ?? null, proofSha256, sha256 };
    const first = await this.#ask("PUT", "/v1/configuration", {
      ...content,
      parent: parent.sha256,
    });
    if (first.kind !== "refused" || first.code !== "CONFLICT") return this.#noted(url, first);
    // Another one stands there, such as one of the box that this one replaced. It stays a version; what
    // is in force here comes behind it.
    const there = await this.#headThere();
    if ("kind" in there) return there;
    const body = { ...content, parent: there.sha256 };
    return this.#noted(url, await this.#ask("PUT", "/v1/configuration", body));
  }

  /** The newest version there, as it is known; asked for once after a start. */
  async #parent(url: string): Promise<Failed | Head> {
    if (this.#compared) return { sha256: this.#options.store.position(url)?.sha256 ?? null };
    const there = await this.#headThere();
    if (!("kind" in there)) this.#compared = true;
    return there;
  }

  #noted(url: string, outcome: ServerOutcome): Failed | undefined {
    if (outcome.kind === "failed") return outcome;
    if (outcome.kind === "refused") return asFailure(outcome);
    const read = answerAs(ConfigurationHead, outcome);
    if (read.kind === "failed") return read;
    const { sha256, version } = read.answer;
    this.#options.store.keepPosition(url, {
      sha256,
      version,
      keptAtMs: this.#options.clock.nowMs(),
    });
    return undefined;
  }

  async #headThere(): Promise<Failed | Head> {
    const outcome = await this.#ask("GET", "/v1/configuration/versions");
    if (outcome.kind === "failed") return outcome;
    if (outcome.kind === "refused") return asFailure(outcome);
    const read = answerAs(ConfigurationVersions, outcome);
    if (read.kind === "failed") return read;
    return { sha256: read.answer.versions[0]?.sha256 ?? null };
  }

  async #ask(method: "GET" | "PUT", path: string, body?: object): Promise<ServerOutcome> {
    const json = body === undefined ? undefined : new TextEncoder().encode(JSON.stringify(body));
    const outcome = await this.#options.ask({
      method,
      path,
      answerBytesMax: LIST_BYTES_MAX,
      ...(json === undefined ? {} : { body: { type: "application/json", bytes: json } }),
    });
    const detail = "nothing leaves this gateway";
    return outcome ?? { kind: "failed", code: "unreachable", detail, retryAfterMs: null };
  }

  #lookLater({ retryAfterMs }: Failed): void {
    if (this.#stopped) return;
    const { clock, draw } = this.#options;
    const pauseMs = backOffMs(this.#failures, draw(), retryAfterMs);
    this.#cancel = clock.setTimer(pauseMs, () => this.look());
  }
}

/** The newest version at the server; null before the first. */
interface Head {
  readonly sha256: string | null;
}

/** What the server keeps of the proof. */
function hashOfProof(proof: string): string {
  return createHash("sha256").update(Buffer.from(proof, "hex")).digest("hex");
}
