/** Accounts made, changed, invited and deleted by an owner, or tenants' by a manager. */

import { hashOfWord, randomId, secretWord } from "@mega/access";
import {
  ACCOUNTS_MAX,
  type AccountChange,
  fieldProblem,
  type NewAccount,
  type Role,
} from "@mega/contract";
import { MegaError } from "@mega/domain";
import type { FastifyRequest } from "fastify";
import type { Access } from "./access.ts";
import type { KeptAccount } from "./account-store.ts";
import { INVITATION_MS } from "./invitation-store.ts";
import { grantsFrom, isLastOwner, manages } from "./may-manage.ts";
import { actorName, addressOf } from "./principal.ts";
import { keepFormerStays } from "./stays-behind.ts";

/** An invitation, whose word is shown once. */
export interface Invited {
  readonly account: KeptAccount;
  readonly word: string;
  readonly expiresAtMs: number;
}

/** Makes an account and its invitation. */
export function addAccount(access: Access, request: FastifyRequest, asked: NewAccount): Invited {
  refuseUnlessManages(request, asked.role, "/role");
  const kept = access.accounts.list();
  if (kept.length >= ACCOUNTS_MAX) {
    const allowed = `at most ${ACCOUNTS_MAX} accounts`;
    throw fieldProblem({ pointer: "/name", value: asked.name, allowed, error: "CONFLICT" });
  }
  if (access.accounts.findByName(asked.name) !== undefined) {
    const allowed = "a name that no other account has";
    throw fieldProblem({ pointer: "/name", value: asked.name, allowed, code: "taken" });
  }
  const account: KeptAccount = {
    accountId: randomId(),
    name: asked.name,
    role: asked.role,
    language: asked.language,
    email: asked.email,
    password: null,
    disabled: false,
    hourly: false,
    createdAtMs: access.clock.nowMs(),
    lastLoginAtMs: null,
    grants: grantsFrom(asked.role, asked.grants),
  };
  return access.database.transaction(() => {
    access.accounts.add(account);
    record(access, request, "account-added", account.name, { after: shownFields(account) });
    return invite(access, account);
  });
}

/** Changes an account; one that is disabled or gets another role loses its sessions. */
export function changeAccount(
  access: Access,
  request: FastifyRequest,
  accountId: string,
  asked: AccountChange,
): KeptAccount {
  const before = managedAccount(access, request, accountId);
  refuseUnlessManages(request, asked.role, "/role");
  if (asked.disabled || asked.role !== "owner") refuseForLastOwner(access, before);
  const grants = grantsFrom(asked.role, asked.grants);
  const after = { ...before, ...asked, grants };
  access.database.transaction(() => {
    const { role, disabled, language, email } = asked;
    keepFormerStays(access.database, before, grants, access.clock.nowMs());
    access.accounts.change(accountId, { role, disabled, language, email, grants });
    const details = { before: shownFields(before), after: shownFields(after) };
    record(access, request, "account-changed", before.name, details);
  });
  if (asked.disabled || asked.role !== before.role) access.sessions.endOf(accountId);
  access.streams.sweep();
  return after;
}

/** Deletes an account with its sessions, tokens and invitation. */
export function deleteAccount(access: Access, request: FastifyRequest, accountId: string): void {
  const account = managedAccount(access, request, accountId);
  refuseForLastOwner(access, account);
  access.database.transaction(() => {
    keepFormerStays(access.database, account, [], access.clock.nowMs());
    access.accounts.delete(accountId);
    record(access, request, "account-deleted", account.name, { before: shownFields(account) });
  });
  access.sessions.endOf(accountId);
  access.streams.sweep();
}

/** Makes a new invitation; the old password and all sessions end. */
export function inviteAgain(access: Access, request: FastifyRequest, accountId: string): Invited {
  const account = managedAccount(access, request, accountId);
  // Nobody would be left who could log in.
  refuseForLastOwner(access, account);
  const invited = access.database.transaction(() => {
    access.accounts.change(accountId, { password: null });
    record(access, request, "account-invited", account.name, {});
    return invite(access, { ...account, password: null });
  });
  access.sessions.endOf(accountId);
  access.streams.sweep();
  return invited;
}

function invite(access: Access, account: KeptAccount): Invited {
  const word = secretWord();
  const expiresAtMs = access.clock.nowMs() + INVITATION_MS;
  access.invitations.put(account.accountId, hashOfWord(word), expiresAtMs);
  return { account, word, expiresAtMs };
}

/** The account, as far as the one who asks may know of it. */
function managedAccount(access: Access, request: FastifyRequest, accountId: string): KeptAccount {
  const account = access.accounts.find(accountId);
  if (account === undefined || !manages(request.principal, account.role)) {
    throw new MegaError("NOT_FOUND", `There is no account ${accountId}`);
  }
  return account;
}

function refuseUnlessManages(request: FastifyRequest, role: Role, pointer: string): void {
  if (manages(request.principal, role)) return;
  throw fieldProblem({ pointer, value: role, allowed: "tenant", error: "FORBIDDEN" });
}

function refuseForLastOwner(access: Access, { accountId, name }: KeptAccount): void {
  if (!isLastOwner(access.accounts.list(), accountId)) return;
  throw fieldProblem({
    pointer: "/path/accountId",
    value: name,
    allowed: "another owner who can log in must be left",
    code: "last-owner",
    error: "CONFLICT",
  });
}

function record(
  access: Access,
  request: FastifyRequest,
  action: string,
  name: string,
  details: Readonly<Record<string, unknown>>,
): void {
  access.audit.record({
    actor: actorName(request),
    action,
    object: `account:${name}`,
    details,
    fromIp: addressOf(request),
  });
}

/** What the audit log shows of an account; no password, not even its hash. */
function shownFields({ role, disabled, language, email, grants }: KeptAccount) {
  return { role, disabled, language, email, grants };
}
