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
// What cannot be limited to the stays of a tenant is not shown to one.
const staff = ["owner", "installer", "manager", "integrator"] as const;
const billing = ["owner", "manager"] as const;
const tokenMakers = ["owner", "integrator"] as const;

function open(when: "always" | "unclaimed"): AccessRule {
  return { when, roles: everyone, scope: null, password: "none" };
}

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
  session: open("always"),
  claim: open("unclaimed"),
  login: open("always"),
  logout: change(everyone, "none"),
  confirmPassword: change(everyone, "none"),
  changePassword: change(everyone, "none"),
  chooseHourly: change(["tenant"], "none"),
  resetCredentials: open("always"),
  accounts: read(billing, null),
  addAccount: change(billing, "always"),
  changeAccount: change(billing, "always"),
  deleteAccount: change(billing, "always"),
  inviteAgain: change(billing, "always"),
  invitation: open("always"),
  acceptInvitation: open("always"),
  tokens: read(tokenMakers, null),
  addToken: change(tokenMakers, "always"),
  revokeToken: change(tokenMakers, "always"),
  audit: read(billing, null),
  gateway: read(everyone, "read:counters"),
  counters: read(everyone, "read:counters"),
  channel: read(everyone, "read:counters"),
  series: read(everyone, "read:counters"),
  readChannel: change(staff, "none", "write:readings"),
  readAll: change(staff, "none", "write:readings"),
  latestRound: read(staff, "read:counters"),
  periodPreview: read(billing, null),
  newPeriod: change(billing, "always"),
  undoablePeriods: read(billing, null),
  undoPeriod: change(billing, "always"),
  quarantine: read(["owner", "installer", "manager"], "read:counters"),
  releaseWaiting: change(["owner", "installer", "manager"], "recent"),
  discardWaiting: change(["owner", "installer", "manager"], "recent"),
  rolloverWaiting: change(["owner", "installer", "manager"], "recent"),
  exchangePreview: read(["owner", "installer", "manager"], null),
  recordExchange: change(["owner", "installer", "manager"], "always"),
  enteredIndex: read(["owner", "installer", "manager"], null),
  enterIndex: change(["owner", "installer", "manager"], "recent"),
  exportJson: read(everyone, "read:counters"),
  exportCsv: read(everyone, "read:counters"),
  exportXlsx: read(everyone, "read:counters"),
  exportPdf: read(everyone, "read:counters"),
  events: read(everyone, "read:counters"),
  ledgerHead: read(staff, "read:counters"),
  profiles: read(staff, "read:configuration"),
  buses: read(["owner", "installer", "integrator"], "read:bus"),
  busHealth: read(["owner", "installer", "integrator"], "read:bus"),
  busFrames: read(["owner", "installer", "integrator"], "read:bus"),
  busFramesText: read(["owner", "installer", "integrator"], "read:bus"),
  scan: read(["owner", "installer", "integrator"], "read:bus"),
  startScan: change(["owner", "installer"], "none"),
  cancelScan: change(["owner", "installer"], "none"),
  checkLine: change(["owner", "installer"], "none"),
  testMeter: change(["owner", "installer"], "none"),
  inputs: read(["owner", "installer", "integrator"], "read:bus"),
  publishers: read(["owner", "installer", "integrator"], "read:configuration"),
  publish: change(staff, "none", "write:readings"),
  configuration: read(["owner", "installer"], "read:configuration"),
  saveConfiguration: change(["owner", "installer"], "recent", "write:configuration"),
  checkConfiguration: read(["owner", "installer"], "read:configuration"),
  configurationRevisions: read(["owner", "installer"], "read:configuration"),
  configurationRevision: read(["owner", "installer"], "read:configuration"),
  restoreRevision: change(["owner", "installer"], "recent", "write:configuration"),
  exportConfigurationYaml: read(["owner", "installer"], "read:configuration"),
  exportConfigurationRows: read(["owner", "installer"], "read:configuration"),
  printConfiguration: read(["owner", "installer"], "read:configuration"),
  importConfiguration: read(["owner", "installer"], "write:configuration"),
  backUpConfiguration: change(["owner", "installer"], "recent"),
  readConfigurationBackup: change(["owner", "installer"], "recent"),
  mail: read(["owner", "installer", "manager"], null),
  previewMail: change(billing, "none"),
  sendMail: change(billing, "none"),
  testMail: change(["owner", "installer"], "recent"),
  retryMail: change(["owner", "installer", "manager"], "none"),
  cancelMail: change(["owner", "installer", "manager"], "none"),
  server: read(["owner", "installer", "manager"], null),
  serverCommands: read(["owner", "installer", "manager"], null),
  uploadNow: change(["owner", "installer", "manager"], "none"),
  enrolServer: change(["owner", "installer"], "recent"),
  leaveServer: change(["owner", "installer"], "always"),
  closeTunnel: change(["owner", "installer", "manager"], "none"),
  restoreInfo: read(["owner", "installer"], null),
  makeRestoreToken: change(["owner"], "always"),
  beginRestore: change(["owner", "installer"], "always"),
  retryRestore: change(["owner", "installer"], "none"),
  giveUpRestore: change(["owner", "installer"], "recent"),
  metrics: read(staff, "read:counters"),
  network: read(["owner", "installer"], null),
  changeNetwork: change(["owner", "installer"], "always"),
  freezeNetwork: change(["owner", "installer"], "always"),
  // Whoever confirms has just logged in at the new address; that is the proof asked for.
  confirmNetwork: change(["owner", "installer"], "none"),
  revertNetwork: change(["owner", "installer"], "recent"),
  time: read(staff, "read:configuration"),
  testTime: change(["owner", "installer"], "none"),
  testBroker: change(["owner", "installer", "integrator"], "none"),
  openapi: read(staff, "read:counters"),
};
