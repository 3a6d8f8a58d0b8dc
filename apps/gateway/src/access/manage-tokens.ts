/** API tokens made and revoked by an owner, or by an integrator his own. */

import { hashOfWord, randomId, tokenWord } from "@mega/access";
import { fieldProblem, type NewToken, TOKENS_MAX } from "@mega/contract";
import { MegaError, toUtcString } from "@mega/domain";
import type { FastifyRequest } from "fastify";
import type { Access } from "./access.ts";
import { instant, scopesOf } from "./may-manage.ts";
import { actorName, addressOf, type Principal } from "./principal.ts";
import type { KeptToken } from "./token-store.ts";

/** A token and its secret, which is shown once. */
export interface MadeTokenWord {
  readonly token: KeptToken;
  readonly word: string;
}

/** The tokens that the one who asks may see. */
export function tokensOf(access: Access, principal: Principal | null): KeptToken[] {
  return access.tokens.list().filter((token) => maySee(principal, token));
}

/** Makes a token of the person who asks; it stops working when his account does. */
export function addToken(access: Access, request: FastifyRequest, asked: NewToken): MadeTokenWord {
  const { principal } = request;
  if (principal?.kind !== "user") {
    throw new MegaError("FORBIDDEN", "A token belongs to the person who makes it", {
      hint: "Log in on the page and make it there.",
    });
  }
  const may = scopesOf(principal.role);
  const beyond = asked.scopes.find((scope) => !may.includes(scope));
  if (beyond !== undefined) {
    const refusal = { pointer: "/scopes", value: beyond, allowed: may.join(", ") };
    throw fieldProblem({ ...refusal, error: "FORBIDDEN" });
  }
  if (access.tokens.list().length >= TOKENS_MAX) {
    const allowed = `at most ${TOKENS_MAX} tokens`;
    throw fieldProblem({ pointer: "/name", value: asked.name, allowed, error: "CONFLICT" });
  }
  const createdAtMs = access.clock.nowMs();
  const token: KeptToken = {
    tokenId: randomId(),
    accountId: principal.accountId,
    name: asked.name,
    scopes: asked.scopes,
    createdAtMs,
    expiresAtMs: expiry(asked.expiresAt, createdAtMs),
    lastUsedAtMs: null,
  };
  const word = tokenWord();
  access.database.transaction(() => {
    access.tokens.add(token, hashOfWord(word));
    record(access, request, "token-added", token);
  });
  return { token, word };
}

/** Revokes a token at once. */
export function revokeToken(access: Access, request: FastifyRequest, tokenId: string): void {
  const token = access.tokens.find(tokenId);
  if (token === undefined || !maySee(request.principal, token)) {
    throw new MegaError("NOT_FOUND", `There is no token ${tokenId}`);
  }
  access.database.transaction(() => {
    access.tokens.revoke(tokenId);
    record(access, request, "token-revoked", token);
  });
  access.streams.sweep();
}

function maySee(principal: Principal | null, { accountId }: KeptToken): boolean {
  if (principal?.kind === "machine") return true;
  if (principal?.kind !== "user") return false;
  return principal.role === "owner" || principal.accountId === accountId;
}

function expiry(text: string | null, nowMs: number): number | null {
  if (text === null) return null;
  const atMs = instant("/expiresAt", text);
  if (atMs > nowMs) return atMs;
  const allowed = `after ${toUtcString(nowMs)}`;
  throw fieldProblem({ pointer: "/expiresAt", value: text, allowed });
}

function record(access: Access, request: FastifyRequest, action: string, token: KeptToken): void {
  access.audit.record({
    actor: actorName(request),
    action,
    object: `token:${token.name}`,
    details: { scopes: token.scopes, expiresAtMs: token.expiresAtMs },
    fromIp: addressOf(request),
  });
}
