/**
 * Who may do what on the server: one rule for each operation of the portal. The portal's guard asks
 * this table and nothing else, docs/reference/access.md is made from it, and a test tries every
 * operation as everybody. An operation without a rule does not compile. In which building or behind
 * which channel somebody is what he is follows from the database's row-level policies.
 */

import type { PortalOperationName } from "./operations.ts";
import { type PortalRole, portalRoles } from "./roles.ts";

/** Who may call an operation. */
export interface PortalRule {
  /**
   * `open`: everybody. `password`: whoever gave a password, also where a second factor is still to
   * come. `login`: a whole login.
   */
  readonly stage: "open" | "password" | "login";
  /** Roles of which one is needed; all of them where any account may, also one without a role. */
  readonly roles: readonly PortalRole[];
  /** `recent`: the own password was typed within five minutes. */
  readonly password: "none" | "recent";
}

const open: PortalRule = { stage: "open", roles: portalRoles, password: "none" };
const begun: PortalRule = { stage: "password", roles: portalRoles, password: "none" };

function read(...roles: readonly PortalRole[]): PortalRule {
  return { stage: "login", roles, password: "none" };
}

function change(...roles: readonly PortalRole[]): PortalRule {
  return { stage: "login", roles, password: "recent" };
}

/** The rules by operation. */
export const portalAccess: Readonly<Record<PortalOperationName, PortalRule>> = {
  session: open,
  login: open,
  logout: begun,
  giveFactor: begun,
  confirmPassword: read(...portalRoles),
  // The old password is part of the change itself.
  changePassword: read(...portalRoles),
  endOtherSessions: read(...portalRoles),
  beginFactor: begun,
  setFactor: begun,
  askReset: open,
  invitation: open,
  acceptInvitation: open,
  me: read(...portalRoles),
  changeMe: read(...portalRoles),
  chooseHourly: read(...portalRoles),
  accounts: read("operator"),
  addAccount: change("operator"),
  changeAccount: change("operator"),
  inviteAgain: read("operator", "manager"),
  removeFactor: change("operator"),
  rights: read("operator", "manager"),
  giveRight: change("operator", "manager"),
  endRight: change("operator", "manager"),
  stays: read("manager"),
  giveStay: change("manager"),
  changeStay: change("manager"),
  buildings: read("operator", "manager", "installer"),
  addBuilding: change("operator"),
  gateways: read("operator", "manager", "installer"),
  enrolGateway: change("operator", "manager"),
  revokeGateway: change("operator", "manager"),
  transferGateway: change("operator", "manager"),
  buildingAudit: read("operator", "manager"),
  // Whoever takes a box's place has its building's figures: its manager's word alone counts.
  confirmRestore: change("manager"),
  refuseRestores: change("manager"),
  undoRestore: change("manager"),
  commands: read("manager", "installer"),
  // Reads meters and changes nothing.
  giveCommand: read("manager", "installer"),
  giveChange: change("manager", "installer"),
  withdrawCommand: read("manager", "installer"),
  gatewaySettings: read("manager"),
  gatewayCounters: read("manager", "installer", "tenant"),
  gatewayChannel: read("manager", "installer", "tenant"),
  gatewaySeries: read("manager", "installer", "tenant"),
  gatewayJson: read("manager", "installer", "tenant"),
  gatewayCsv: read("manager", "installer", "tenant"),
  gatewayXlsx: read("manager", "installer", "tenant"),
  gatewayPdf: read("manager", "installer", "tenant"),
  gatewayMail: read("manager"),
  previewReport: read("manager"),
  // What is mailed once the person could download as well; a rhythm goes on when he has gone.
  sendReport: read("manager"),
  setReportSchedule: change("manager"),
  tunnel: read("manager", "installer"),
  // Whoever sees the gateway's page may try its passwords.
  openTunnel: change("manager", "installer"),
  enterTunnel: read("manager", "installer"),
  closeTunnel: read("manager", "installer"),
};
