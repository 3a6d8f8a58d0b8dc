/** What a box asks its server while it takes the place of another; every answer is read as agreed. */

import type { Clock, MonthKey, SourceNo } from "@mega/domain";
import {
  BACKUP_BYTES_MAX,
  BATCH_BYTES_MAX,
  type Batch,
  ConfigurationAnswer,
  decodeBatch,
  decodeKeys,
  MirrorAnswer,
  RestoreAsked,
  type RestoreRequest,
  RestoreState,
  type SentKeys,
} from "@mega/uplink";
import type { Static, TSchema } from "typebox";
import type { ServerPort, ServerRequest } from "../uplink/ask-server.ts";
import { answerAs, type Failed, type ServerOutcome } from "../uplink/server-outcome.ts";

type Refused = Extract<ServerOutcome, { kind: "refused" }>;

/** What came of a question. */
export type Asked<Answer> = { readonly kind: "answer"; readonly answer: Answer } | Refused | Failed;

/** Bytes of an answer with keys: 512 of them. */
const KEYS_BYTES_MAX = 128 * 1024;

/** The server, asked with what the box has: a ticket, then a credential. */
export class TakeoverServer {
  readonly #port: ServerPort;
  readonly #signal: AbortSignal;

  constructor(port: ServerPort, signal: AbortSignal) {
    this.#port = port;
    this.#signal = signal;
  }

  ask(request: RestoreRequest): Promise<Asked<RestoreAsked>> {
    const bytes = new TextEncoder().encode(JSON.stringify(request));
    const body = { type: "application/json", bytes } as const;
    return this.#json(RestoreAsked, { method: "POST", path: "/v1/restores", body });
  }

  state(ticket: string): Promise<Asked<RestoreState>> {
    return this.#json(RestoreState, {
      method: "GET",
      path: "/v1/restores/current",
      bearer: ticket,
    });
  }

  configuration(bearer: string): Promise<Asked<ConfigurationAnswer>> {
    return this.#json(ConfigurationAnswer, {
      method: "GET",
      path: "/v1/configuration",
      bearer,
      answerBytesMax: BACKUP_BYTES_MAX,
    });
  }

  ledger(bearer: string): Promise<Asked<MirrorAnswer>> {
    return this.#json(MirrorAnswer, { method: "GET", path: "/v1/ledger", bearer });
  }

  /** Entries from a number on; null behind the newest. */
  entries(bearer: string, fromSeq: number): Promise<Asked<Batch | null>> {
    const request = { method: "GET", path: `/v1/entries?from=${fromSeq}`, bearer } as const;
    return this.#cbor(decodeBatch, { ...request, answerBytesMax: BATCH_BYTES_MAX });
  }

  /** Keys from a place on; null when there are no more. */
  keys(bearer: string, month: MonthKey, sourceNo: SourceNo): Promise<Asked<SentKeys | null>> {
    const path = `/v1/keys?month=${month}&source=${sourceNo}`;
    const request = { method: "GET", path, bearer } as const;
    return this.#cbor(decodeKeys, { ...request, answerBytesMax: KEYS_BYTES_MAX });
  }

  async #json<Schema extends TSchema>(
    schema: Schema,
    request: ServerRequest,
  ): Promise<Asked<Static<Schema>>> {
    const outcome = await this.#port.ask(request, this.#signal);
    return outcome.kind === "answered" ? answerAs(schema, outcome) : outcome;
  }

  async #cbor<Answer>(
    decode: (bytes: Uint8Array) => Answer,
    request: ServerRequest,
  ): Promise<Asked<Answer | null>> {
    const outcome = await this.#port.ask(request, this.#signal);
    if (outcome.kind !== "answered") return outcome;
    if (outcome.status === 204) return { kind: "answer", answer: null };
    try {
      return { kind: "answer", answer: decode(new Uint8Array(outcome.bytes)) };
    } catch {
      const detail = "not what was agreed";
      return { kind: "failed", code: "answer", detail, retryAfterMs: null };
    }
  }
}

/** The way to no server: for a gateway without a network. */
export const nowhere: ServerPort = {
  ask: async () => {
    return { kind: "failed", code: "unreachable", detail: "no network", retryAfterMs: null };
  },
  close: () => undefined,
};

/** A pause between two pages, so that rounds and pages of the box have their turn. */
export function breath(clock: Clock): Promise<void> {
  return new Promise((resolve) => clock.afterPoll(resolve));
}
