/**
 * Who may do what: one rule for each operation. The gateway's guard asks this table and nothing
 * else, docs/reference/access.md is made from it, and the tests try every operation as every role.
 * An operation without a rule does not compile.
 */

import { type Role, roles, type Scope } from "./roles.ts";
import type { OperationName } from "./routes.ts";

/** Who may call an operation. */
export interface AccessRule {
  /**
   * `claimed`: needs a login (or a token). `always`: open to everybody. `unclaimed`: open as long
   * as nobody has claimed the gateway, refused afterwards.
   */
  readonly when: "claimed" | "always" | "unclaimed";
  /** Roles that may; a tenant's answer is limited to his channels and his time. */
  readonly roles: readonly Role[];
  /** The scope a token needs; null where no token may. */
  readonly scope: Scope | null;
  /**
   * The person's own password beside the change: `recent` when it was typed within five minutes,
   * `always` with this very request.
   */
  readonly password: "none" | "recent" | "always";
}

const everyone = roles;
const staff = ["owner", "installer", "manager", "integrator"] as const;
const billing = ["owner", "manager"] as const;

function read(to: readonly Role[], scope: Scope | null): AccessRule {
  return { when: "claimed", roles: to, scope, password: "none" };
}

function change(
  by: readonly Role[],
  password: AccessRule["password"],
  scope: Scope | null = null,
): AccessRule {
  return { when: "claimed", roles: by, scope, password };
}

/** The rules by operation. */
export const access: Readonly<Record<OperationName, AccessRule>> = {
  gateway: read(everyone, "read:counters"),
  counters: read(everyone, "read:counters"),
  channel: read(everyone, "read:counters"),
  series: read(everyone, "read:counters"),
  readChannel: change(staff, "none", "write:readings"),
  readAll: change(staff, "none", "write:readings"),
  latestRound: read(staff, "read:counters"),
  periodPreview: read(billing, null),
  newPeriod: change(billing, "always"),
  quarantine: read(["owner", "installer", "manager"], "read:counters"),
  releaseWaiting: change(["owner", "installer", "manager"], "recent"),
  discardWaiting: change(["owner", "installer", "manager"], "recent"),
  rolloverWaiting: change(["owner", "installer", "manager"], "recent"),
  exchangePreview: read(["owner", "installer", "manager"], null),
  recordExchange: change(["owner", "installer", "manager"], "always"),
  exportJson: read(everyone, "read:counters"),
  exportCsv: read(everyone, "read:counters"),
  exportXlsx: read(everyone, "read:counters"),
  exportPdf: read(everyone, "read:counters"),
  events: read(everyone, "read:counters"),
  ledgerHead: read(staff, "read:counters"),
  profiles: read(staff, "read:configuration"),
  buses: read(["owner", "installer", "integrator"], "read:bus"),
  inputs: read(["owner", "installer", "integrator"], "read:bus"),
  publishers: read(["owner", "installer", "integrator"], "read:configuration"),
  publish: change(staff, "none", "write:readings"),
  openapi: read(staff, "read:counters"),
};
