/** Logging in, the password beside a change, and a new password of one's own. */

import { isPassword } from "@mega/access";
import { MegaError } from "@mega/domain";
import type { Access } from "./access.ts";
import { type KeptAccount, nameKey } from "./account-store.ts";
import { newPasswordHash } from "./new-password.ts";
import type { Login } from "./principal.ts";
import type { Session } from "./sessions.ts";
import type { Transport } from "./transport.ts";

/** Where a request comes from. */
export interface From {
  readonly ip: string;
  readonly transport: Transport;
}

/** Logs in; throws LOGIN_REFUSED, which does not tell what was wrong, or TOO_MANY_ATTEMPTS. */
export async function logIn(
  access: Access,
  typed: { readonly name: string; readonly password: string },
  from: From,
): Promise<Login> {
  if (!access.presence.claimed) {
    throw new MegaError("NOT_CLAIMED", "The gateway has no owner yet", { hint: "Claim it first." });
  }
  const attempt = access.attempts.begin(`account:${nameKey(typed.name)}`, from.ip);
  noteUniversal(access, typed, from.ip);
  const account = access.accounts.findByName(typed.name);
  // An unknown name takes as long as a wrong password.
  const right = await isPassword(typed.password, account?.password ?? null);
  if (account === undefined || !right || account.disabled) {
    access.note({
      actor: "anonymous",
      action: "login-refused",
      // People type passwords into the wrong field: only names that exist are written down.
      object: account === undefined ? "" : `account:${account.name}`,
      details: {},
      fromIp: from.ip,
    });
    throw loginRefused();
  }
  attempt.succeeded();
  if (!isStill(access, account)) throw loginRefused();
  return begin(access, account, "login", from);
}

/** Begins a session and notes it. */
export function begin(access: Access, account: KeptAccount, action: string, from: From): Login {
  const { accountId, name } = account;
  const login = access.sessions.begin(accountId, from.transport);
  const nowMs = access.clock.nowMs();
  try {
    access.database.lazily(() => access.accounts.change(accountId, { lastLoginAtMs: nowMs }));
  } catch {
    // A full disk is no reason to keep people out.
  }
  const object = `account:${name}`;
  access.note({ actor: name, action, object, details: {}, fromIp: from.ip });
  return login;
}

/** Checks the own password beside a change; throws PASSWORD_WRONG. */
export async function confirmPassword(
  access: Access,
  session: Session,
  password: string,
  ip: string,
): Promise<{ readonly word: string; readonly expiresAtMs: number }> {
  await refuseUnlessOwn(access, session, password, ip);
  return access.sessions.confirm(session);
}

/** Sets a new password: every session of the person ends, and a new one begins. */
export async function changePassword(
  access: Access,
  session: Session,
  passwords: { readonly oldPassword: string; readonly newPassword: string },
  from: From,
): Promise<Login> {
  const account = await refuseUnlessOwn(access, session, passwords.oldPassword, from.ip);
  const password = await newPasswordHash(passwords.newPassword, account.name, "/newPassword");
  const { accountId, name } = account;
  if (!isStill(access, account)) throw passwordWrong();
  access.database.transaction(() => {
    access.accounts.change(accountId, { password });
    const object = `account:${name}`;
    const action = "password-changed";
    access.audit.record({ actor: name, action, object, details: {}, fromIp: from.ip });
  });
  access.sessions.endOf(accountId);
  access.streams.sweep();
  return access.sessions.begin(accountId, from.transport);
}

/**
 * Whether the account is as it was when its password was read: checking one takes a while, and whoever set
 * another one meanwhile, or closed the account, has ended all that rested on it.
 */
function isStill({ accounts }: Access, { accountId, password }: KeptAccount): boolean {
  const now = accounts.find(accountId);
  return now !== undefined && !now.disabled && now.password === password;
}

function loginRefused(): MegaError {
  return new MegaError("LOGIN_REFUSED", "Name and password do not belong together");
}

function passwordWrong(): MegaError {
  return new MegaError("PASSWORD_WRONG", "The password is not that of the account");
}

async function refuseUnlessOwn(
  access: Access,
  { accountId }: Session,
  password: string,
  ip: string,
): Promise<KeptAccount> {
  const account = access.accounts.find(accountId);
  if (account === undefined) throw new MegaError("UNAUTHENTICATED", "The account is gone");
  const attempt = access.attempts.begin(`account:${nameKey(account.name)}`, ip);
  noteUniversal(access, { name: "", password }, ip);
  if (!(await isPassword(password, account.password))) {
    const object = `account:${account.name}`;
    const action = "password-refused";
    access.note({ actor: account.name, action, object, details: {}, fromIp: ip });
    throw passwordWrong();
  }
  attempt.succeeded();
  return account;
}

/** The leaflet's universal password opens nothing; that somebody tries it is told to the owner. */
function noteUniversal(
  access: Access,
  { name, password }: { readonly name: string; readonly password: string },
  ip: string,
): void {
  const universal = "adminmega";
  const asName = name.trim().toLowerCase() === universal;
  if (!asName && password.trim().toLowerCase() !== universal) return;
  access.note({
    actor: "anonymous",
    action: UNIVERSAL_TRIED,
    object: "",
    details: { typedAs: asName ? "name" : "password" },
    fromIp: ip,
  });
}

/** The action of the audit log. */
export const UNIVERSAL_TRIED = "universal-password-tried";
