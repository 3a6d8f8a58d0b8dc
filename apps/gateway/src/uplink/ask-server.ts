/**
 * One request to the server at a time of its own: connections are kept, certificates are checked, answers
 * are bounded, redirections are not followed, so that a credential goes nowhere else. What comes is an
 * outcome; nothing is thrown.
 */

import { type IncomingMessage, Agent as PlainAgent, request as requestPlain } from "node:http";
import { request as requestTls, Agent as TlsAgent } from "node:https";
import type { ConnectionOptions } from "node:tls";
import type { ServerState } from "@mega/contract";
import type { Clock } from "@mega/domain";
import type { PipeCalls } from "./pipe/pipe-calls.ts";
import { type FaultCode, refusalOf, type ServerOutcome } from "./server-outcome.ts";

/** A request. */
export interface ServerRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** "/v1/batch". */
  readonly path: string;
  /** Sent as the bearer token; none when left out. */
  readonly bearer?: string;
  readonly body?: {
    readonly type: "application/cbor" | "application/json";
    readonly bytes: Uint8Array;
  };
  /** Bytes of the answer; 64 KB when left out. */
  readonly answerBytesMax?: number;
}

/** A server that can be asked; nothing is thrown. */
export interface ServerPort {
  /** An aborted request ends as a failure. */
  ask(request: ServerRequest, signal: AbortSignal): Promise<ServerOutcome>;
  /** How the broker stands that batches go through; null before it is known to whom, none without one. */
  readonly pipe?: ServerState["pipe"];
  /** What comes through that broker of commands; nothing without one. */
  readonly calls?: PipeCalls;
  /** Ends every connection. */
  close(): void;
}

/** What a connection needs. */
export interface ServerConnectionOptions {
  readonly clock: Clock;
  /** Without a slash at its end. */
  readonly url: string;
  /** Further authorities whose certificates are taken. */
  readonly ca?: ConnectionOptions["ca"];
}

const ANSWER_BYTES_MAX = 65_536;
/** So long nothing may move in either direction; a server that commits on a slow disk takes its time. */
const SILENCE_MS_MAX = 45_000;
/** A request has ended within this time: a batch on a line of 64 kbit/s takes two minutes. */
const REQUEST_MS_MAX = 10 * 60_000;
/** Connections at once: uploads, and a backup beside them. */
const SOCKETS_MAX = 2;

/** The way to a server over the network. */
export class ServerConnection implements ServerPort {
  readonly #options: ServerConnectionOptions;
  readonly #agent: PlainAgent | TlsAgent;

  constructor(options: ServerConnectionOptions) {
    this.#options = options;
    const kept = { keepAlive: true, maxSockets: SOCKETS_MAX, maxFreeSockets: 1 };
    this.#agent = options.url.startsWith("https:")
      ? new TlsAgent({
          ...kept,
          minVersion: "TLSv1.2",
          rejectUnauthorized: true,
          ...(options.ca === undefined ? {} : { ca: options.ca }),
        })
      : new PlainAgent(kept);
  }

  async ask(request: ServerRequest, signal: AbortSignal): Promise<ServerOutcome> {
    const first = await this.#askOnce(request, signal);
    // A kept connection that the server had just closed says nothing about the server.
    return first.kind === "stale" ? this.#whole(await this.#askOnce(request, signal)) : first;
  }

  close(): void {
    this.#agent.destroy();
  }

  #whole(outcome: ServerOutcome | Stale): ServerOutcome {
    if (outcome.kind !== "stale") return outcome;
    return { kind: "failed", code: "unreachable", detail: outcome.detail, retryAfterMs: null };
  }

  #askOnce(asked: ServerRequest, signal: AbortSignal): Promise<ServerOutcome | Stale> {
    const { url, clock } = this.#options;
    if (!URL.canParse(`${url}${asked.path}`)) {
      return Promise.resolve(failed("unreachable", `${url} is no address`));
    }
    const { bearer, body, method } = asked;
    const headers = {
      accept: "application/json",
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { "content-type": body.type }),
      "content-length": body?.bytes.length ?? 0,
    };
    const open = this.#agent instanceof TlsAgent ? requestTls : requestPlain;
    return new Promise((resolve) => {
      const sent = open(`${url}${asked.path}`, { method, headers, agent: this.#agent, signal });
      const cancel = clock.setTimer(REQUEST_MS_MAX, () => sent.destroy(new Late()));
      const end = (outcome: ServerOutcome | Stale) => {
        cancel();
        resolve(outcome);
      };
      sent.setTimeout(SILENCE_MS_MAX, () => sent.destroy(new Late()));
      sent.on("response", (answer) => {
        readAnswer(answer, asked.answerBytesMax ?? ANSWER_BYTES_MAX).then(
          (bytes) => end(outcomeOf(answer, bytes)),
          (error: unknown) => end(faultOf(error)),
        );
      });
      sent.on("error", (error: NodeJS.ErrnoException) => {
        const isStale =
          sent.reusedSocket && (error.code === "ECONNRESET" || error.code === "EPIPE");
        end(
          isStale && !signal.aborted
            ? { kind: "stale", detail: String(error.code) }
            : faultOf(error),
        );
      });
      sent.end(body?.bytes);
    });
  }
}

/** A kept connection that was closed before it was used again. */
interface Stale {
  readonly kind: "stale";
  readonly detail: string;
}

class Late extends Error {}
class TooLong extends Error {}

async function readAnswer(answer: IncomingMessage, bytesMax: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > bytesMax) throw new TooLong(`more than ${bytesMax} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function outcomeOf(answer: IncomingMessage, bytes: Uint8Array): ServerOutcome {
  const status = answer.statusCode ?? 0;
  if (status >= 200 && status < 300) return { kind: "answered", status, bytes };
  if (status < 400) return failed("answer", `HTTP ${status}, which is not followed`);
  return refusalOf(status, bytes, answer.headers["retry-after"]);
}

function faultOf(error: unknown): ServerOutcome {
  if (error instanceof Late) return failed("timeout", "no answer in time");
  if (error instanceof TooLong) return failed("answer", error.message);
  const { code, message } = error as NodeJS.ErrnoException;
  const words = `${code ?? ""} ${message}`;
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME|certificate/i.test(words)) {
    return failed("certificate", code ?? message);
  }
  return failed(code?.startsWith("HPE_") === true ? "answer" : "unreachable", code ?? message);
}

function failed(code: FaultCode, detail: string): ServerOutcome {
  return { kind: "failed", code, detail: detail.slice(0, 200), retryAfterMs: null };
}
