/** What came of a request to the server, and answers as far as they are of the agreed form. Pure. */

import type { serverFaults } from "@mega/contract";
import { type Static, type TSchema, Type } from "typebox";
import { Value } from "typebox/value";

/** Why an attempt came to nothing. */
export type FaultCode = (typeof serverFaults)[number];

/** What came of a request. */
export type ServerOutcome =
  | { readonly kind: "answered"; readonly status: number; readonly bytes: Uint8Array }
  /** The server says why not; `code` is that of its problem. */
  | {
      readonly kind: "refused";
      readonly status: number;
      readonly code: string;
      readonly detail: string;
      readonly retryAfterMs: number | null;
      /** Where the histories part, where the server tells it beside LEDGER_FORKED. */
      readonly fork?: ToldFork;
    }
  | Failed;

/** The entry at which the server has another one. */
export interface ToldFork {
  readonly seq: number;
  /** SHA-256, hexadecimal; null where it has another ledger. */
  readonly storedHash: string | null;
}

/** Nothing came of it. */
export interface Failed {
  readonly kind: "failed";
  readonly code: FaultCode;
  /** What was seen, in English, without secrets. */
  readonly detail: string;
  /** What the server asked for. */
  readonly retryAfterMs: number | null;
}

const Fork = Type.Object({
  seq: Type.Integer({ minimum: 1 }),
  storedHash: Type.Union([Type.String({ pattern: "^[0-9a-f]{64}$" }), Type.Null()]),
});

/** A refusal from its problem+json; one that is something else keeps its status alone. */
export function refusalOf(
  status: number,
  bytes: Uint8Array,
  retryAfter: string | undefined,
): ServerOutcome {
  const seconds =
    retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null;
  const retryAfterMs = seconds === null ? null : seconds * 1000;
  const problem = parsed(bytes) as Record<string, unknown> | null | undefined;
  const code = typeof problem?.["code"] === "string" ? problem["code"].slice(0, 60) : "";
  const detail = typeof problem?.["detail"] === "string" ? problem["detail"].slice(0, 200) : "";
  if (code === "")
    return { kind: "failed", code: "status", detail: `HTTP ${status}`, retryAfterMs };
  const told = problem?.["fork"];
  const fork = Value.Check(Fork, told) ? { fork: told } : {};
  return { kind: "refused", status, code, detail, retryAfterMs, ...fork };
}

/** The answer as its schema has it; a failure when it is something else. */
export function answerAs<T extends TSchema>(
  schema: T,
  outcome: Extract<ServerOutcome, { kind: "answered" }>,
): { readonly kind: "answer"; readonly answer: Static<T> } | Failed {
  const answer = parsed(outcome.bytes);
  if (Value.Check(schema, answer)) return { kind: "answer", answer };
  return { kind: "failed", code: "answer", detail: "not what was agreed", retryAfterMs: null };
}

/** A refusal that this gateway has no word of its own for, as a failure. */
export function asFailure({
  status,
  code,
  detail,
  retryAfterMs,
}: Extract<ServerOutcome, { kind: "refused" }>): Failed {
  return {
    kind: "failed",
    code: "status",
    detail: `HTTP ${status} ${code}: ${detail}`,
    retryAfterMs,
  };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
