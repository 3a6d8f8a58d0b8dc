/** GET /session: who is logged in, and how; also the answer of everything that logs in or out. */

import { csrfOf } from "@mega/access";
import type { SessionAnswer } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import type { FastifyRequest } from "fastify";
import type { Access } from "../access/access.ts";
import type { KeptAccount } from "../access/account-store.ts";
import { UNIVERSAL_TRIED } from "../access/log-in.ts";
import type { Login } from "../access/principal.ts";
import { transportOf } from "../access/transport.ts";

/** How far back tries of the universal password are told. */
const TOLD_MS = 30 * 24 * 60 * 60_000;

/** The answer for a login that stands from now on; null for none. */
export function sessionAnswer(
  access: Access,
  request: FastifyRequest,
  login: Login | null,
): SessionAnswer {
  const account = login === null ? undefined : access.accounts.find(login.session.accountId);
  const { claimed } = access.presence;
  const anonymous: SessionAnswer = {
    state: claimed ? "anonymous" : "unclaimed",
    prgOpenUntil: utc(access.presence.prgOpenUntilMs(claimed ? "reset" : "claim")),
    certificateFingerprint: access.certificateFingerprint(),
    transport: transportOf(request),
    account: null,
    csrf: null,
    confirmedUntil: null,
    endsAt: null,
    universalPasswordTried: null,
  };
  if (login === null || account === undefined) return anonymous;
  const { session, word } = login;
  return {
    ...anonymous,
    state: "logged-in",
    account: shownAccount(account),
    csrf: csrfOf(word),
    confirmedUntil: access.sessions.isConfirmed(session) ? utc(session.confirmedUntilMs) : null,
    endsAt: utc(access.sessions.endsAtMs(session)),
    universalPasswordTried: universalTried(access, account),
  };
}

function shownAccount({ name, role, language, grants, hourly }: KeptAccount) {
  const channels = [...new Set(grants.map(({ channelNo }) => channelNo))];
  const isTenant = role === "tenant";
  // Only a tenant's values by the hour are somebody's life; the others' are the building's.
  return {
    name,
    role,
    language,
    channels: isTenant ? channels : null,
    hourly: !isTenant || hourly,
  };
}

function universalTried(
  access: Access,
  { role }: KeptAccount,
): SessionAnswer["universalPasswordTried"] {
  if (role !== "owner" && role !== "manager") return null;
  const row = access.database.db
    .prepare("SELECT count(*) AS n, max(at_ms) AS last FROM audit WHERE action = ? AND at_ms >= ?")
    .get(UNIVERSAL_TRIED, access.clock.nowMs() - TOLD_MS);
  const count = Number(row?.["n"] ?? 0);
  return count === 0 ? null : { count, lastAt: toUtcString(Number(row?.["last"])) };
}

function utc(atMs: number | null): string | null {
  return atMs === null ? null : toUtcString(atMs);
}
