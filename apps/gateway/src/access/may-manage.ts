/** Whom a role may manage, and what an account may be; pure. */

import {
  type AccountChange,
  access,
  fieldProblem,
  type Role,
  type Scope,
  scopes,
} from "@mega/contract";
import { parseInstant } from "@mega/domain";
import type { KeptAccount } from "./account-store.ts";
import type { Grant, Principal } from "./principal.ts";

/** Whether the one who asks may see and change accounts of a role. */
export function manages(principal: Principal | null, role: Role): boolean {
  if (principal?.kind === "machine") return true;
  if (principal?.kind !== "user") return false;
  return principal.role === "owner" || (principal.role === "manager" && role === "tenant");
}

/** Whether nobody could do what owners do without this account. */
export function isLastOwner(accounts: readonly KeptAccount[], accountId: string): boolean {
  const able = accounts.filter(
    ({ role, disabled, password }) => role === "owner" && !disabled && password !== null,
  );
  return able.length === 1 && able[0]?.accountId === accountId;
}

/** The scopes that a role's tokens may have: those of an operation which the role may call. */
export function scopesOf(role: Role): Scope[] {
  const rules = Object.values(access);
  return scopes.filter((scope) =>
    rules.some((rule) => rule.scope === scope && rule.roles.includes(role)),
  );
}

/** The stays of an account as they are kept; throws REQUEST_INVALID naming the field. */
export function grantsFrom(role: Role, asked: AccountChange["grants"]): Grant[] {
  if (role !== "tenant" && asked.length > 0) {
    throw fieldProblem({
      pointer: "/grants",
      value: asked.length,
      allowed: `none for the role ${role}`,
    });
  }
  return asked.map(({ channelNo, from, to }, index) => {
    const fromMs = instant(`/grants/${index}/from`, from);
    const toMs = to === null ? null : instant(`/grants/${index}/to`, to);
    if (toMs !== null && toMs <= fromMs) {
      throw fieldProblem({
        pointer: `/grants/${index}/to`,
        value: to,
        allowed: "an instant after the start of the stay",
      });
    }
    return { channelNo, fromMs, toMs };
  });
}

/** Milliseconds of an instant in RFC 3339; throws REQUEST_INVALID for a day that there is not. */
export function instant(pointer: string, text: string): number {
  const ms = parseInstant(text);
  if (ms !== undefined) return ms;
  const allowed = "an instant of the calendar, with Z or an offset";
  throw fieldProblem({ pointer, value: text, allowed, code: "format" });
}
