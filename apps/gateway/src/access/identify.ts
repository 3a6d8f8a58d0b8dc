/** Finds who asks: the local socket, the token of a program, or the session of a cookie. */

import { hashOfWord } from "@mega/access";
import { type Role, roles } from "@mega/contract";
import type { FastifyRequest } from "fastify";
import type { Access } from "./access.ts";
import { sessionWordOf } from "./cookie.ts";
import { isLocal } from "./local-requests.ts";
import type { Login, Principal } from "./principal.ts";
import { transportOf } from "./transport.ts";

/** Who asks, and by what right. */
export interface Identity {
  readonly principal: Principal;
  /** Whose rights they are; null for the machine, which may do everything. */
  readonly role: Role | null;
  readonly login: Login | null;
  /** Whether the right still stands; asked again while a stream is open. */
  readonly isAllowed: () => boolean;
}

/** Roles whose tokens work: a token has no stays that would limit it. */
const tokenRoles: readonly Role[] = ["owner", "integrator"];

/** Who asks; undefined for nobody. A token that is given must be good, whatever cookie there is. */
export function identify(access: Access, request: FastifyRequest): Identity | undefined {
  if (isLocal(request.raw)) {
    return { principal: { kind: "machine" }, role: null, login: null, isAllowed: () => true };
  }
  const { authorization } = request.headers;
  if (authorization !== undefined) return byToken(access, authorization);
  const word = sessionWordOf(request);
  return word === undefined ? undefined : bySession(access, word, request);
}

function byToken(access: Access, authorization: string): Identity | undefined {
  const word = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1];
  if (word === undefined) return undefined;
  const live = () => {
    const token = access.tokens.findByHash(hashOfWord(word));
    if (token === undefined) return undefined;
    if (token.expiresAtMs !== null && token.expiresAtMs <= access.clock.nowMs()) return undefined;
    const account = access.accounts.find(token.accountId);
    if (account === undefined || account.disabled || !tokenRoles.includes(account.role)) {
      return undefined;
    }
    return { token, account };
  };
  const found = live();
  if (found === undefined) return undefined;
  const { token, account } = found;
  access.tokens.touch(token, access.clock.nowMs());
  const { tokenId, accountId, name, scopes } = token;
  return {
    principal: { kind: "token", tokenId, accountId, name, scopes },
    role: account.role,
    login: null,
    isAllowed: () => live() !== undefined,
  };
}

function bySession(access: Access, word: string, request: FastifyRequest): Identity | undefined {
  const session = access.sessions.find(word, transportOf(request));
  if (session === undefined) return undefined;
  const account = access.accounts.find(session.accountId);
  // The word of a role that this version does not know gives no right.
  if (account === undefined || account.disabled || !roles.includes(account.role)) return undefined;
  access.sessions.touch(session);
  const { accountId, name, role, grants, hourly } = account;
  const { sessionHash } = session;
  return {
    principal: { kind: "user", accountId, name, role, grants, hourly },
    role,
    login: { session, word },
    isAllowed: () => access.sessions.get(sessionHash) !== undefined,
  };
}
