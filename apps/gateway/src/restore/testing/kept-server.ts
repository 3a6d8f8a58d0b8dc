/** A server in memory that keeps one gateway: what it answers follows the agreed forms. */

import { createHash } from "node:crypto";
import type { LedgerHost } from "@mega/ledger";
import {
  type ConfigurationHead,
  type ConfigurationPut,
  encodeBatch,
  encodeKeys,
  type RestoreRequest,
  type RestoreState,
  type SentKey,
} from "@mega/uplink";
import type { ServerPort, ServerRequest } from "../../uplink/ask-server.ts";
import type { ServerOutcome } from "../../uplink/server-outcome.ts";

/** Entries handed over at once. */
const PAGE = 5;

/** The server; tests set what it does. */
export class KeptServer implements ServerPort {
  /** Requests as they came: "GET /v1/ledger". */
  readonly asked: string[] = [];
  readonly versions: (ConfigurationPut & { readonly head: ConfigurationHead })[] = [];
  /** Mirrored entries and keys; none before the first upload. */
  ledger: {
    readonly ledgerId: string;
    readonly entries: readonly Uint8Array[];
    readonly keys: readonly SentKey[];
  } | null = null;
  restore: RestoreState = {
    state: "waiting",
    expiresAt: "2026-05-02T00:00:00Z",
    automaticAt: "2026-05-01T01:00:00Z",
  };
  /** SHA-256 of the proof that is right, hexadecimal. */
  proofSha256: string | null = null;
  /** What the next request comes to, whatever it asks. */
  trouble: ServerOutcome | null = null;
  /** Changes an answer with entries on its way. */
  spoil: (entries: readonly Uint8Array[]) => readonly Uint8Array[] = (entries) => entries;

  async ask(request: ServerRequest): Promise<ServerOutcome> {
    const { method, path } = request;
    this.asked.push(`${method} ${path}`);
    const { trouble } = this;
    this.trouble = null;
    if (trouble !== null) return trouble;
    const body: unknown = request.body && JSON.parse(Buffer.from(request.body.bytes).toString());
    const [route, search = ""] = path.split("?");
    const query = new URLSearchParams(search);
    switch (`${method} ${route}`) {
      case "PUT /v1/configuration":
        return this.#put(body as ConfigurationPut);
      case "GET /v1/configuration/versions":
        return json({ versions: this.versions.map(({ head }) => head).reverse() });
      case "GET /v1/configuration":
        return json({ configuration: this.#newest() });
      case "POST /v1/restores":
        return this.#restore(body as RestoreRequest);
      case "GET /v1/restores/current":
        return json(this.restore);
      case "GET /v1/ledger":
        return json({ ledger: this.#head() });
      case "GET /v1/keys":
        return this.#keys(query.get("month") ?? "", Number(query.get("source")));
      case "GET /v1/entries":
        return this.#entries(Number(query.get("from")));
      default:
        return refused(404, "NOT_FOUND");
    }
  }

  close(): void {
    // Nothing is open.
  }

  /** Keeps what a ledger holds. */
  async mirror(host: LedgerHost): Promise<void> {
    const { head, ledgerId } = host.snapshot();
    const limits = { toSeq: head.seq, entriesMax: 10_000, roundsMax: 10_000, bytesMax: 1e9 };
    const { entries, keys } = await host.entriesToCopy(1, limits);
    this.ledger = { ledgerId, entries: entries.map(({ bytes }) => bytes), keys };
  }

  #put(put: ConfigurationPut): ServerOutcome {
    const newest = this.versions.at(-1)?.head;
    if (newest?.sha256 === put.sha256) return json(newest);
    if ((newest?.sha256 ?? null) !== put.parent) return refused(409, "CONFLICT");
    const { sha256, parent } = put;
    const version = this.versions.length + 1;
    const receivedAt = "2026-05-01T00:00:00Z";
    const head = { version, sha256, parent, generation: 1, receivedAt };
    this.versions.push({ ...put, head });
    return json(head, 201);
  }

  #newest() {
    const newest = this.versions.at(-1);
    if (newest === undefined) return null;
    const { head, document, secrets } = newest;
    return { head, document, secrets };
  }

  #restore({ proof }: RestoreRequest): ServerOutcome {
    const sha256 = createHash("sha256").update(Buffer.from(proof, "hex")).digest("hex");
    if (sha256 !== this.proofSha256) return refused(403, "PROOF_REFUSED");
    const expiresAt = "2026-05-02T00:00:00Z";
    return json({ restoreId: 7, code: "7K3MQ0ZX", expiresAt }, 201);
  }

  #head() {
    if (this.ledger === null) return null;
    const { ledgerId, entries } = this.ledger;
    const last = entries.at(-1) ?? new Uint8Array(0);
    const headHash = createHash("sha256").update(Uint8Array.of(0)).update(last).digest("hex");
    return { ledgerId, generation: 1, headSeq: entries.length, headHash };
  }

  #keys(month: string, sourceNo: number): ServerOutcome {
    const all = this.ledger?.keys ?? [];
    const keys = all
      .filter((key) => key.month > month || (key.month === month && key.sourceNo >= sourceNo))
      .sort((a, b) => (a.month === b.month ? a.sourceNo - b.sourceNo : a.month < b.month ? -1 : 1))
      .slice(0, 1);
    if (this.ledger === null || keys.length === 0) return nothing;
    return bytesOf(encodeKeys({ ledgerId: Buffer.from(this.ledger.ledgerId, "hex"), keys }));
  }

  #entries(fromSeq: number): ServerOutcome {
    if (this.ledger === null || fromSeq > this.ledger.entries.length) return nothing;
    const { ledgerId, entries: all } = this.ledger;
    const entries = this.spoil(all.slice(fromSeq - 1, fromSeq - 1 + PAGE));
    const id = new Uint8Array(Buffer.from(ledgerId, "hex"));
    return bytesOf(encodeBatch({ ledgerId: id, generation: 1, fromSeq, entries }));
  }
}

const nothing: ServerOutcome = { kind: "answered", status: 204, bytes: new Uint8Array(0) };

function bytesOf(bytes: Uint8Array): ServerOutcome {
  return { kind: "answered", status: 200, bytes };
}

function json(body: unknown, status = 200): ServerOutcome {
  return { kind: "answered", status, bytes: new TextEncoder().encode(JSON.stringify(body)) };
}

function refused(status: number, code: string): ServerOutcome {
  return { kind: "refused", status, code, detail: code, retryAfterMs: null };
}
