/**
 * A server as a gateway meets it, small enough to be believed: it keeps entries in one file, checks the
 * chain as they come, and acknowledges what it has synced. It shares no code with the product's server.
 */

import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { beginCheck, type ChainCheck, checkEntry } from "@mega/ledger";
import { decodeBatch, decodeKeys, type MirrorHead } from "@mega/uplink";
import type { ServerRequest } from "../ask-server.ts";

/** What it answers. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** A request as it keeps it. */
export type Asked = Pick<ServerRequest, "method" | "path" | "bearer" | "body">;

/** What a test does to a request before it is served; undefined lets it through. */
export type Interference = (asked: Asked) => Reply | "no-answer" | undefined;

/** The code that it hands out. */
const counterpartCode = "7K3M9PQX";
const enrolmentSecret = "e".repeat(43);
/** The credential that it hands out, and knows from the beginning. */
export const counterpartCredential = `mega1.4711.${"c".repeat(43)}`;

/** The server of one gateway. */
export class Counterpart {
  readonly #file: number;
  readonly #bytes: Uint8Array[] = [];
  readonly keys = new Map<string, Uint8Array>();
  /** "POST /v1/batch", in the order they came. */
  readonly requests: string[] = [];
  interfere: Interference = () => undefined;
  redeemed = false;
  /** Whether it was told that the gateway has left; its credential opens nothing from then on. */
  left = false;
  codes = 0;
  #check: ChainCheck = beginCheck(0, new Uint8Array(32));

  /** @param path of its file; what stands there already is what it has */
  constructor(path: string) {
    const before = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    for (let at = 0; at < before.length; ) {
      const length = before.readUInt32BE(at);
      this.#take(Uint8Array.from(before.subarray(at + 4, at + 4 + length)));
      at += 4 + length;
    }
    this.#file = openSync(path, "a+");
  }

  /** The entries it has, as they came. */
  get entries(): readonly Uint8Array[] {
    return this.#bytes;
  }

  /** Loses its newest entries, as a server that was restored from an older copy. */
  loseFrom(seq: number): void {
    const kept = this.#bytes.splice(0).slice(0, seq - 1);
    ftruncateSync(this.#file, 0);
    this.#check = beginCheck(0, new Uint8Array(32));
    for (const bytes of kept) this.#take(bytes);
    this.#write(kept);
  }

  /** Serves one request. */
  serve(asked: Asked): Reply | "no-answer" {
    const { method, path } = asked;
    this.requests.push(`${method} ${path}`);
    const instead = this.interfere(asked);
    if (instead !== undefined) return instead;
    switch (`${method} ${path}`) {
      case "POST /v1/enrolments": {
        this.codes += 1;
        const expiresAt = "2099-01-01T00:00:00Z";
        return { status: 201, body: { code: counterpartCode, secret: enrolmentSecret, expiresAt } };
      }
      case "GET /v1/enrolments/current":
        return this.#enrolment(asked);
      case "DELETE /v1/enrolment":
        return this.#guarded(asked, () => {
          this.left = true;
          return { status: 204, body: null };
        });
      case "GET /v1/ledger":
        return this.#guarded(asked, () => ({ status: 200, body: { ledger: this.head } }));
      case "PUT /v1/keys":
        return this.#guarded(asked, () => this.#takeKeys(asked));
      case "POST /v1/batch":
        return this.#guarded(asked, () => this.#takeBatch(asked));
      default:
        return problem(404, "NOT_FOUND");
    }
  }

  /** What it has, as it says it. */
  get head(): MirrorHead | null {
    const { seq, hash, ledgerId, generation } = this.#check;
    if (ledgerId === null) return null;
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
    return { ledgerId: hex(ledgerId), generation, headSeq: seq, headHash: hex(hash) };
  }

  close(): void {
    closeSync(this.#file);
  }

  #guarded({ bearer }: Asked, work: () => Reply): Reply {
    return bearer === counterpartCredential && !this.left
      ? work()
      : problem(401, "UNAUTHENTICATED");
  }

  #enrolment({ bearer }: Asked): Reply {
    if (bearer !== enrolmentSecret) return problem(401, "UNAUTHENTICATED");
    if (!this.redeemed) {
      return { status: 200, body: { state: "waiting", expiresAt: "2099-01-01T00:00:00Z" } };
    }
    const building = "Les Tilleuls";
    return {
      status: 200,
      body: { state: "redeemed", credential: counterpartCredential, building },
    };
  }

  #takeKeys({ body }: Asked): Reply {
    for (const { sourceNo, month, key } of decodeKeys(body?.bytes ?? new Uint8Array(0)).keys)
      this.keys.set(`${sourceNo}/${month}`, key);
    return { status: 204, body: null };
  }

  #takeBatch({ body }: Asked): Reply {
    const batch = decodeBatch(body?.bytes ?? new Uint8Array(0));
    const has = this.#bytes.length;
    if (batch.fromSeq > has + 1) return problem(409, "MIRROR_GAP");
    const known = batch.entries.slice(0, has + 1 - batch.fromSeq);
    const same = known.every((bytes, at) =>
      Buffer.from(bytes).equals(this.#bytes[batch.fromSeq - 1 + at] ?? new Uint8Array(0)),
    );
    if (!same) return problem(409, "LEDGER_FORKED");
    const fresh = batch.entries.slice(known.length);
    const before = this.#check;
    for (const bytes of fresh) this.#take(bytes);
    if (this.#check.firstBad !== null) {
      this.#check = before;
      this.#bytes.splice(has);
      return problem(409, "LEDGER_FORKED");
    }
    this.#write(fresh);
    return { status: 200, body: this.head };
  }

  #take(bytes: Uint8Array): void {
    this.#check = checkEntry(this.#check, { seq: this.#check.seq + 1, bytes }).check;
    this.#bytes.push(bytes);
  }

  #write(entries: readonly Uint8Array[]): void {
    for (const bytes of entries) {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      writeSync(this.#file, Buffer.concat([length, bytes]));
    }
    fsyncSync(this.#file);
  }
}

/** A refusal as servers write it. */
export function problem(status: number, code: string): Reply {
  return {
    status,
    body: { type: `urn:mega:problem:${code}`, title: code, status, code, detail: "" },
  };
}
