/** The operations of accounts, tokens and the audit log. */

import type {
  Account,
  AccountChange,
  AccountList,
  AuditQuery,
  InvitedAccount,
  MadeToken,
  NewAccount,
  NewToken,
  Token,
  TokenList,
} from "@mega/contract";
import { toUtcString } from "@mega/domain";
import type { Installation } from "@mega/installation";
import type { FastifyRequest } from "fastify";
import type { Access } from "../access/access.ts";
import { type KeptAccount, nameKey } from "../access/account-store.ts";
import {
  addAccount,
  changeAccount,
  deleteAccount,
  type Invited,
  inviteAgain,
} from "../access/manage-accounts.ts";
import { addToken, revokeToken, tokensOf } from "../access/manage-tokens.ts";
import { manages } from "../access/may-manage.ts";
import type { KeptToken } from "../access/token-store.ts";
import type { ApiContext } from "./api-context.ts";
import { AuditPages } from "./audit-page.ts";
import type { Handlers } from "./server.ts";

type Operation =
  | "accounts"
  | "addAccount"
  | "changeAccount"
  | "deleteAccount"
  | "inviteAgain"
  | "tokens"
  | "addToken"
  | "revokeToken"
  | "audit";

/** Their handlers. */
export function accountHandlers(context: ApiContext): Pick<Handlers, Operation> {
  const { access } = context;
  const audit = new AuditPages(access);
  return {
    accounts: (request) => accountList(context, request),
    addAccount: (request) =>
      invitedAnswer(access, addAccount(access, request, request.body as NewAccount)),
    changeAccount(request) {
      const asked = request.body as AccountChange;
      return shownAccount(access, changeAccount(access, request, accountIdOf(request), asked));
    },
    deleteAccount(request) {
      deleteAccount(access, request, accountIdOf(request));
      return accountList(context, request);
    },
    inviteAgain: (request) =>
      invitedAnswer(access, inviteAgain(access, request, accountIdOf(request))),
    tokens: (request) => tokenList(access, request),
    addToken(request): MadeToken {
      const { token, word } = addToken(access, request, request.body as NewToken);
      return { ...shownToken(access, token), token: word };
    },
    revokeToken(request) {
      const { tokenId } = request.params as { readonly tokenId: string };
      revokeToken(access, request, tokenId);
      return tokenList(access, request);
    },
    audit: (request) => audit.page(request.query as AuditQuery),
  };
}

function accountIdOf(request: FastifyRequest): string {
  return (request.params as { readonly accountId: string }).accountId;
}

function accountList(
  { access, installation }: ApiContext,
  { principal }: FastifyRequest,
): AccountList {
  const all = access.accounts.list();
  const seen = all.filter(({ role }) => manages(principal, role));
  return {
    accounts: seen.map((account) => shownAccount(access, account)),
    waitingLogins: waitingLogins(installation, all),
  };
}

/** The LOGIN of each used channel that no account has, whatever its role. */
function waitingLogins(
  { channels }: Installation,
  accounts: readonly KeptAccount[],
): AccountList["waitingLogins"] {
  const known = new Set(accounts.map(({ name }) => nameKey(name)));
  return channels.flatMap(({ channelNo, config, meter }) => {
    const login = config?.login;
    if (login === undefined || meter === null || known.has(nameKey(login))) return [];
    return [{ channelNo, login }];
  });
}

function shownAccount(access: Access, account: KeptAccount): Account {
  const { accountId, name, role, language, email, hourly } = account;
  return {
    accountId,
    name,
    role,
    language,
    email,
    state: account.disabled ? "disabled" : account.password === null ? "invited" : "active",
    grants: account.grants.map(({ channelNo, fromMs, toMs }) => {
      return { channelNo, from: toUtcString(fromMs), to: utc(toMs) };
    }),
    hourly,
    invitationExpiresAt: utc(access.invitations.expiresAtMs(accountId)),
    createdAt: toUtcString(account.createdAtMs),
    lastLoginAt: utc(account.lastLoginAtMs),
    sessions: access.sessions.of(accountId).length,
  };
}

function invitedAnswer(access: Access, { account, word, expiresAtMs }: Invited): InvitedAccount {
  const expiresAt = toUtcString(expiresAtMs);
  return { account: shownAccount(access, account), invitation: word, expiresAt };
}

function tokenList(access: Access, { principal }: FastifyRequest): TokenList {
  return { tokens: tokensOf(access, principal).map((token) => shownToken(access, token)) };
}

function shownToken(access: Access, token: KeptToken): Token {
  return {
    tokenId: token.tokenId,
    name: token.name,
    scopes: [...token.scopes],
    owner: access.accounts.find(token.accountId)?.name ?? null,
    createdAt: toUtcString(token.createdAtMs),
    expiresAt: utc(token.expiresAtMs),
    lastUsedAt: utc(token.lastUsedAtMs),
  };
}

function utc(atMs: number | null): string | null {
  return atMs === null ? null : toUtcString(atMs);
}
