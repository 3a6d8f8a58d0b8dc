/**
 * One request to the gateway. Answers are trusted to follow the contract; refusals carry their
 * problem. Every change carries the session's word against forged requests, and a request that
 * comes too late for its session is sent once more after a new login.
 */

import type { Problem } from "@mega/contract";

/** Where the API begins; the same as the contract's. */
export const API_PREFIX = "/api/v1";

const TIMEOUT_MS = 15_000;

let prefix = API_PREFIX;

/** Says below which address questions are asked, where the pages are not a gateway's. */
export function askBelow(next: string): void {
  prefix = next;
}

/** A refusal by the gateway, or no answer at all (problem null). */
export class RequestFailed extends Error {
  readonly problem: Problem | null;

  constructor(problem: Problem | null) {
    super(problem?.detail ?? "The gateway gave no answer.");
    this.name = "RequestFailed";
    this.problem = problem;
  }
}

/** How a request differs from a plain question. */
export interface Asked {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  /** Sent as JSON; undefined sends none. */
  readonly body?: unknown;
  readonly timeoutMs?: number;
  /** The one-time word of a confirmation; see `confirmed`. */
  readonly confirmation?: string | undefined;
  /** Further headers, such as `if-match`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a request needs from whoever keeps the session. */
export interface SessionKeeper {
  /** The word that goes with every change; null before a login. */
  readonly csrf: () => string | null;
  /** The gateway knows no session: true when there is one again and the request may be repeated. */
  readonly onLoginNeeded: () => Promise<boolean>;
  /** A change was refused: true when the session of the same account has another word by now. */
  readonly onForbidden: () => Promise<boolean>;
}

let keeper: SessionKeeper = {
  csrf: () => null,
  onLoginNeeded: async () => false,
  onForbidden: async () => false,
};

/** Says who keeps the session. */
export function keepSessionBy(next: SessionKeeper): void {
  keeper = next;
}

/** Asks the gateway; throws RequestFailed. */
export async function ask<T>(path: string, asked: Asked = {}): Promise<T> {
  try {
    return await askOnce<T>(path, asked);
  } catch (error) {
    const code = error instanceof RequestFailed ? error.problem?.code : undefined;
    if (!(await isWorthAgain(code, asked))) throw error;
    return askOnce<T>(path, asked);
  }
}

function isWorthAgain(code: string | undefined, { method = "GET" }: Asked): Promise<boolean> {
  if (code === "UNAUTHENTICATED") return keeper.onLoginNeeded();
  if (code === "FORBIDDEN" && method !== "GET") return keeper.onForbidden();
  return Promise.resolve(false);
}

async function askOnce<T>(path: string, asked: Asked): Promise<T> {
  const { method = "GET", body, timeoutMs = TIMEOUT_MS } = asked;
  let response: Response;
  try {
    response = await fetch(`${prefix}${path}`, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      headers: headersOf(asked),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new RequestFailed(null);
  }
  hear(response);
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok && answer !== null) return answer as T;
  throw new RequestFailed(answer === null ? null : (answer as Problem));
}

let heard: { readonly gatewayMs: number; readonly pageMs: number } | null = null;

function hear(response: Response): void {
  const gatewayMs = Date.parse(response.headers.get("date") ?? "");
  if (Number.isFinite(gatewayMs)) heard = { gatewayMs, pageMs: performance.now() };
}

/** When the gateway last answered, by the page's monotonic clock; 0 before its first answer. */
export function lastAnswerPageMs(): number {
  return heard?.pageMs ?? 0;
}

/** What time it is by the gateway, epoch milliseconds, from its last answer on; null before one. */
export function gatewayNowMs(): number | null {
  return heard === null ? null : heard.gatewayMs + performance.now() - heard.pageMs;
}

function headersOf({ method = "GET", body, confirmation, headers }: Asked): Record<string, string> {
  const csrf = method === "GET" ? null : keeper.csrf();
  return {
    accept: "application/json",
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...(csrf === null ? {} : { "mega-csrf": csrf }),
    ...(confirmation === undefined ? {} : { "mega-confirmation": confirmation }),
    ...headers,
  };
}

/** "?a=1&b=2" of what is defined; "" of nothing. */
export function query(parameters: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== "") search.set(name, value);
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}
