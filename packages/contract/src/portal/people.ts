/** Accounts of the server, rights in buildings, and stays behind channels. */

import { type Static, Type } from "typebox";
import { EmailAddress } from "../accounts/parts.ts";
import { ChannelNo, Instant, InstantWithOffset, Language, orNull, strict } from "../scalars.ts";
import {
  BuildingId,
  BuildingRoleName,
  DisplayName,
  GatewayId,
  PersonId,
  PortalRoleName,
  personFields,
  StayId,
} from "./parts.ts";
import { portalRoles } from "./roles.ts";

/** Entries of one list. */
export const PORTAL_LIST_MAX = 1000;
/** Stays of one gateway. */
export const STAYS_MAX = 5000;
/** Managers that a tenant is told. */
export const CONTACTS_MAX = 50;

/** GET /me. */
export const Me = strict(
  {
    accountId: PersonId,
    email: EmailAddress,
    name: DisplayName,
    language: Language,
    hourly: Type.Boolean({ description: "A tenant's own choice about values by the hour." }),
    stateMails: Type.Boolean({
      description:
        "A manager's own choice: a mail when a gateway falls silent and when it is back.",
    }),
    rights: Type.Array(
      strict(
        { buildingId: BuildingId, building: DisplayName, role: BuildingRoleName },
        "What one is in a building.",
      ),
      { maxItems: PORTAL_LIST_MAX },
    ),
    stays: Type.Array(
      strict(
        {
          stayId: StayId,
          gatewayId: GatewayId,
          building: DisplayName,
          channelNo: ChannelNo,
          from: Instant,
          to: orNull(Instant),
        },
        "Whose figures one may see, and of which time; to is null while it lasts.",
      ),
      { maxItems: PORTAL_LIST_MAX },
    ),
    contacts: Type.Array(
      strict({ building: DisplayName, name: DisplayName, email: EmailAddress }, "A manager."),
      { maxItems: CONTACTS_MAX, description: "Whom a tenant asks: managers of his buildings." },
    ),
  },
  "One's own account.",
);
export type Me = Static<typeof Me>;

/** PUT /me. */
export const MeChange = strict(
  {
    ...personFields,
    stateMails: Type.Optional(Type.Boolean({ description: "Stays as it is when absent." })),
  },
  "Name, language and mails of one's own.",
);
export type MeChange = Static<typeof MeChange>;

/** An account as the operator sees it. */
export const PortalAccount = strict(
  {
    accountId: PersonId,
    email: EmailAddress,
    name: DisplayName,
    language: Language,
    roles: Type.Array(PortalRoleName, { maxItems: portalRoles.length }),
    state: Type.Enum(["active", "invited", "disabled"], {
      description: "invited: has no password yet.",
    }),
    secondFactor: Type.Boolean(),
    createdAt: Instant,
  },
  "An account.",
);
export type PortalAccount = Static<typeof PortalAccount>;

/** GET /accounts. */
export const PortalAccountList = strict(
  { accounts: Type.Array(PortalAccount, { maxItems: PORTAL_LIST_MAX }) },
  "Accounts by address.",
);
export type PortalAccountList = Static<typeof PortalAccountList>;

/** Which accounts: a server has more than one list holds. */
export const AccountsQuery = strict(
  { after: Type.Optional(Type.String({ maxLength: 254, description: "Behind this address." })) },
  "Page of the accounts; the first when absent.",
);
export type AccountsQuery = Static<typeof AccountsQuery>;

/** POST /accounts. */
export const NewPortalAccount = strict(
  { email: EmailAddress, ...personFields, operator: Type.Boolean() },
  "An account to be made; its person sets the password by the invitation that goes out by mail.",
);
export type NewPortalAccount = Static<typeof NewPortalAccount>;

/** PUT /accounts/:accountId. */
export const PortalAccountChange = strict(
  { disabled: Type.Boolean() },
  "A disabled account loses its sessions; its rights and stays are kept.",
);
export type PortalAccountChange = Static<typeof PortalAccountChange>;

/** A person's right in a building. */
const BuildingRight = strict(
  {
    accountId: PersonId,
    email: EmailAddress,
    name: DisplayName,
    role: BuildingRoleName,
    state: Type.Enum(["active", "invited", "disabled"]),
  },
  "What a person is in a building.",
);

/** GET /buildings/:buildingId/rights, and the answer of a change. */
export const RightList = strict(
  { rights: Type.Array(BuildingRight, { maxItems: PORTAL_LIST_MAX }) },
  "Who may what in a building, by address.",
);
export type RightList = Static<typeof RightList>;

/** POST /buildings/:buildingId/rights. */
export const NewRight = strict(
  { email: EmailAddress, ...personFields, role: BuildingRoleName },
  "A right to be given; name and language stand for a person who has no account yet.",
);
export type NewRight = Static<typeof NewRight>;

/** Path of one right. */
export const RightPath = strict({ buildingId: BuildingId, accountId: PersonId }, "Which right.");
export type RightPath = Static<typeof RightPath>;

/** A stay as its manager sees it. */
const Stay = strict(
  {
    stayId: StayId,
    channelNo: ChannelNo,
    accountId: PersonId,
    email: EmailAddress,
    name: DisplayName,
    from: Instant,
    to: orNull(Instant),
    state: Type.Enum(["active", "invited", "disabled"]),
  },
  "A span of time in which a channel's figures are a tenant's to see.",
);

/** GET /gateways/:gatewayId/stays, and the answer of a change. */
export const StayList = strict(
  { stays: Type.Array(Stay, { maxItems: STAYS_MAX }) },
  "Stays by channel and begin.",
);
export type StayList = Static<typeof StayList>;

const end = orNull(InstantWithOffset);

/** POST /gateways/:gatewayId/stays. */
export const NewStay = strict(
  {
    email: EmailAddress,
    ...personFields,
    channelNo: ChannelNo,
    from: InstantWithOffset,
    to: end,
  },
  "A stay to be given; name and language stand for a person who has no account yet.",
);
export type NewStay = Static<typeof NewStay>;

/** PUT /gateways/:gatewayId/stays/:stayId. */
export const StayChange = strict({ to: end }, "When the stay ends; null while it lasts.");
export type StayChange = Static<typeof StayChange>;

/** Path of one stay. */
export const StayPath = strict({ gatewayId: GatewayId, stayId: StayId }, "Which stay.");
export type StayPath = Static<typeof StayPath>;
