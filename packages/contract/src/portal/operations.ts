/** Every operation of the portal; paths are below `PORTAL_PREFIX`, ":name" marks a parameter. */

import { HourlyChoice } from "../accounts/session.ts";
import type { Operation } from "../operation.ts";
import { PortalAuditPage, PortalAuditQuery } from "./audit.ts";
import {
  BuildingList,
  BuildingsQuery,
  EnrolByCode,
  GatewayTransfer,
  NewBuilding,
  PortalGatewayList,
} from "./buildings.ts";
import { portalCommands } from "./commands.ts";
import { portalFigures } from "./figures.ts";
import { BuildingPath, GatewayPath, PersonPath } from "./parts.ts";
import {
  AccountsQuery,
  Me,
  MeChange,
  NewPortalAccount,
  NewRight,
  NewStay,
  PortalAccount,
  PortalAccountChange,
  PortalAccountList,
  RightList,
  RightPath,
  StayChange,
  StayList,
  StayPath,
} from "./people.ts";
import { portalReports } from "./reports.ts";
import { portalRestores } from "./restores.ts";
import {
  FactorCode,
  FactorSet,
  FactorSetup,
  InvitationAsked,
  PortalAcceptance,
  PortalConfirmation,
  PortalInvitation,
  PortalLogin,
  PortalPasswordChange,
  PortalSession,
  ResetAsked,
  ResetNoted,
} from "./session.ts";
import { portalTunnels } from "./tunnels.ts";

/** Where the portal's interface begins. */
export const PORTAL_PREFIX = "/portal/v1";

const loginOperations = {
  session: {
    method: "GET",
    path: "/session",
    summary: "Who is logged in, and how far.",
    status: 200,
    answer: PortalSession,
  },
  login: {
    method: "POST",
    path: "/session",
    summary: "Logs in; a second factor may still be asked for.",
    status: 200,
    body: PortalLogin,
    answer: PortalSession,
  },
  logout: {
    method: "DELETE",
    path: "/session",
    summary: "Logs out.",
    status: 200,
    answer: PortalSession,
  },
  giveFactor: {
    method: "POST",
    path: "/session/second-factor",
    summary: "Gives a code of the second factor, or a recovery code.",
    status: 200,
    body: FactorCode,
    answer: PortalSession,
  },
  confirmPassword: {
    method: "POST",
    path: "/session/confirmation",
    summary: "The own password beside changes; it stands for five minutes.",
    status: 200,
    body: PortalConfirmation,
    answer: PortalSession,
  },
  changePassword: {
    method: "PUT",
    path: "/session/password",
    summary: "Changes the own password; the person's other sessions end.",
    status: 200,
    body: PortalPasswordChange,
    answer: PortalSession,
  },
  endOtherSessions: {
    method: "DELETE",
    path: "/session/others",
    summary: "Ends the person's other sessions.",
    status: 200,
    answer: PortalSession,
  },
  beginFactor: {
    method: "POST",
    path: "/second-factor",
    summary: "Makes a second factor that is not in force yet.",
    status: 201,
    answer: FactorSetup,
  },
  setFactor: {
    method: "PUT",
    path: "/second-factor",
    summary: "Puts the second factor in force by its first code; gives recovery codes.",
    status: 200,
    body: FactorCode,
    answer: FactorSet,
  },
  askReset: {
    method: "POST",
    path: "/password-resets",
    summary: "Asks for a mail by which a forgotten password is set anew.",
    status: 202,
    body: ResetAsked,
    answer: ResetNoted,
  },
  // The word stands in the body: an address is written into the logs of proxies.
  invitation: {
    method: "POST",
    path: "/invitations",
    summary: "Whose password an invitation or a reset sets.",
    status: 200,
    body: InvitationAsked,
    answer: PortalInvitation,
  },
  acceptInvitation: {
    method: "POST",
    path: "/invitations/acceptance",
    summary: "Sets the own password and logs in.",
    status: 201,
    body: PortalAcceptance,
    answer: PortalSession,
  },
} as const satisfies Readonly<Record<string, Operation>>;

const peopleOperations = {
  me: {
    method: "GET",
    path: "/me",
    summary: "One's own account, rights and stays.",
    status: 200,
    answer: Me,
  },
  changeMe: {
    method: "PUT",
    path: "/me",
    summary: "Changes name, language and mails of one's own.",
    status: 200,
    body: MeChange,
    answer: Me,
  },
  chooseHourly: {
    method: "PUT",
    path: "/me/hourly",
    summary: "A tenant's own choice about values by the hour.",
    status: 200,
    body: HourlyChoice,
    answer: Me,
  },
  accounts: {
    method: "GET",
    path: "/accounts",
    summary: "Accounts by address.",
    status: 200,
    query: AccountsQuery,
    answer: PortalAccountList,
  },
  addAccount: {
    method: "POST",
    path: "/accounts",
    summary: "Makes an account; its invitation goes out by mail.",
    status: 201,
    body: NewPortalAccount,
    answer: PortalAccount,
  },
  changeAccount: {
    method: "PUT",
    path: "/accounts/:accountId",
    summary: "Disables an account, or lets it in again.",
    status: 200,
    params: PersonPath,
    body: PortalAccountChange,
    answer: PortalAccount,
  },
  inviteAgain: {
    method: "POST",
    path: "/accounts/:accountId/invitation",
    summary: "Sends another invitation to a person who has no password yet.",
    status: 202,
    params: PersonPath,
    answer: ResetNoted,
  },
  removeFactor: {
    method: "DELETE",
    path: "/accounts/:accountId/second-factor",
    summary: "Takes a lost second factor away; the person's sessions end.",
    status: 200,
    params: PersonPath,
    answer: PortalAccount,
  },
  rights: {
    method: "GET",
    path: "/buildings/:buildingId/rights",
    summary: "Who may what in a building.",
    status: 200,
    params: BuildingPath,
    answer: RightList,
  },
  giveRight: {
    method: "POST",
    path: "/buildings/:buildingId/rights",
    summary: "Makes a person manager or installer of a building.",
    status: 201,
    params: BuildingPath,
    body: NewRight,
    answer: RightList,
  },
  endRight: {
    method: "DELETE",
    path: "/buildings/:buildingId/rights/:accountId",
    summary: "Takes a person's right in a building away.",
    status: 200,
    params: RightPath,
    answer: RightList,
  },
  stays: {
    method: "GET",
    path: "/gateways/:gatewayId/stays",
    summary: "Stays behind the channels of a gateway.",
    status: 200,
    params: GatewayPath,
    answer: StayList,
  },
  giveStay: {
    method: "POST",
    path: "/gateways/:gatewayId/stays",
    summary: "Gives a tenant a channel for a time; his invitation goes out by mail.",
    status: 201,
    params: GatewayPath,
    body: NewStay,
    answer: StayList,
  },
  changeStay: {
    method: "PUT",
    path: "/gateways/:gatewayId/stays/:stayId",
    summary: "Ends a stay, or says when it will end.",
    status: 200,
    params: StayPath,
    body: StayChange,
    answer: StayList,
  },
} as const satisfies Readonly<Record<string, Operation>>;

const buildingOperations = {
  buildings: {
    method: "GET",
    path: "/buildings",
    summary: "Buildings at a glance; the operator sees all.",
    status: 200,
    query: BuildingsQuery,
    answer: BuildingList,
  },
  addBuilding: {
    method: "POST",
    path: "/buildings",
    summary: "Makes a building.",
    status: 201,
    body: NewBuilding,
    answer: BuildingList,
  },
  gateways: {
    method: "GET",
    path: "/buildings/:buildingId/gateways",
    summary: "Gateways of a building: last upload, head of the ledger.",
    status: 200,
    params: BuildingPath,
    answer: PortalGatewayList,
  },
  enrolGateway: {
    method: "POST",
    path: "/buildings/:buildingId/gateways",
    summary: "Binds the gateway that shows a code to a building.",
    status: 201,
    params: BuildingPath,
    body: EnrolByCode,
    answer: PortalGatewayList,
  },
  revokeGateway: {
    method: "DELETE",
    path: "/gateways/:gatewayId",
    summary: "Takes a gateway's credential away; what it uploaded stays.",
    status: 200,
    params: GatewayPath,
    answer: PortalGatewayList,
  },
  transferGateway: {
    method: "POST",
    path: "/gateways/:gatewayId/transfer",
    summary: "Moves a gateway to another building.",
    status: 200,
    params: GatewayPath,
    body: GatewayTransfer,
    answer: PortalGatewayList,
  },
  buildingAudit: {
    method: "GET",
    path: "/buildings/:buildingId/audit",
    summary: "Who did what in a building, newest first.",
    status: 200,
    params: BuildingPath,
    query: PortalAuditQuery,
    answer: PortalAuditPage,
  },
} as const satisfies Readonly<Record<string, Operation>>;

/** The portal's operations by name. */
export const portalOperations = {
  ...loginOperations,
  ...peopleOperations,
  ...buildingOperations,
  ...portalRestores,
  ...portalCommands,
  ...portalFigures,
  ...portalReports,
  ...portalTunnels,
} as const satisfies Readonly<Record<string, Operation>>;

/** The name of an operation of the portal. */
export type PortalOperationName = keyof typeof portalOperations;
