/** What the pages ask about logins, accounts, tokens and the audit log. */

import type {
  AccountChange,
  AccountList,
  AuditPage,
  ClaimRequest,
  ConfirmationAnswer,
  Invitation,
  InvitedAccount,
  MadeToken,
  NewAccount,
  NewToken,
  PasswordChange,
  ResetRequest,
  SessionAnswer,
  TokenList,
} from "@mega/contract";
import { type Asked, ask, query } from "./request.ts";

type Word = Asked["confirmation"];

export const fetchSession = () => ask<SessionAnswer>("/session");

export const claim = (body: ClaimRequest) => ask<SessionAnswer>("/claim", { method: "POST", body });

export const resetCredentials = (body: ResetRequest) =>
  ask<SessionAnswer>("/credentials/reset", { method: "POST", body });

export const postSession = (name: string, password: string) =>
  ask<SessionAnswer>("/session", { method: "POST", body: { name, password } });

export const deleteSession = () => ask<SessionAnswer>("/session", { method: "DELETE" });

export const postConfirmation = (password: string) =>
  ask<ConfirmationAnswer>("/session/confirmations", { method: "POST", body: { password } });

export const changePassword = (body: PasswordChange) =>
  ask<SessionAnswer>("/session/password", { method: "PUT", body });

export const chooseHourly = (allowed: boolean) =>
  ask<SessionAnswer>("/session/hourly", { method: "PUT", body: { allowed } });

export const fetchInvitation = (word: string) =>
  ask<Invitation>(`/invitations/${encodeURIComponent(word)}`);

export const acceptInvitation = (word: string, password: string) =>
  ask<SessionAnswer>(`/invitations/${encodeURIComponent(word)}`, {
    method: "POST",
    body: { password },
  });

export const fetchAccounts = () => ask<AccountList>("/accounts");

export const invite = (body: NewAccount, confirmation: Word) =>
  ask<InvitedAccount>("/accounts", { method: "POST", body, confirmation });

export const inviteAgain = (accountId: string, confirmation: Word) =>
  ask<InvitedAccount>(`/accounts/${accountId}/invitation`, { method: "POST", confirmation });

export const changeAccount = (accountId: string, body: AccountChange, confirmation: Word) =>
  ask<unknown>(`/accounts/${accountId}`, { method: "PUT", body, confirmation });

export const deleteAccount = (accountId: string, confirmation: Word) =>
  ask<unknown>(`/accounts/${accountId}`, { method: "DELETE", confirmation });

export const fetchTokens = () => ask<TokenList>("/tokens");

export const makeToken = (body: NewToken, confirmation: Word) =>
  ask<MadeToken>("/tokens", { method: "POST", body, confirmation });

export const revokeToken = (tokenId: string, confirmation: Word) =>
  ask<TokenList>(`/tokens/${tokenId}`, { method: "DELETE", confirmation });

export const fetchAudit = (before: number | undefined, limit: number) =>
  ask<AuditPage>(
    `/audit${query({ before: before === undefined ? undefined : String(before), limit: String(limit) })}`,
  );
