/** Accounts and invitations. A password never crosses the interface but from its person. */

import { type Static, Type } from "typebox";
import { ChannelNo, Instant, Language, orNull, strict } from "../scalars.ts";
import {
  AccountName,
  EmailAddress,
  GRANTS_MAX,
  GrantAnswer,
  GrantRequest,
  Password,
  RandomId,
  RoleName,
} from "./parts.ts";

/** Accounts of a gateway. */
export const ACCOUNTS_MAX = 300;

/** An account as its manager sees it. */
export const Account = strict(
  {
    accountId: RandomId,
    name: AccountName,
    role: RoleName,
    language: Language,
    email: orNull(EmailAddress),
    state: Type.Enum(["active", "invited", "disabled"], {
      description: "invited: has no password yet.",
    }),
    grants: Type.Array(GrantAnswer, { maxItems: GRANTS_MAX }),
    hourly: Type.Boolean({ description: "A tenant's own choice about values by the hour." }),
    invitationExpiresAt: orNull(Instant),
    createdAt: Instant,
    lastLoginAt: orNull(Instant),
    sessions: Type.Integer({ minimum: 0, description: "Open logins." }),
  },
  "An account.",
);
export type Account = Static<typeof Account>;

/** The LOGIN of a used channel that no account has. */
const WaitingLogin = strict(
  { channelNo: ChannelNo, login: Type.String({ minLength: 1, maxLength: 64 }) },
  "A channel whose LOGIN nobody is invited to.",
);

/** GET /accounts, and the answer of DELETE. */
export const AccountList = strict(
  {
    accounts: Type.Array(Account, { maxItems: ACCOUNTS_MAX }),
    waitingLogins: Type.Array(WaitingLogin, { maxItems: 128, description: "By channel." }),
  },
  "Accounts by name; a manager sees tenants only.",
);
export type AccountList = Static<typeof AccountList>;

const grants = Type.Array(GrantRequest, {
  maxItems: GRANTS_MAX,
  description: "Stays of a tenant; empty for every other role.",
});

/** POST /accounts. */
export const NewAccount = strict(
  {
    name: AccountName,
    role: RoleName,
    language: Language,
    email: orNull(EmailAddress),
    grants,
  },
  "An account to be made; its person sets the password through the invitation.",
);
export type NewAccount = Static<typeof NewAccount>;

/** PUT /accounts/:accountId. */
export const AccountChange = strict(
  {
    role: RoleName,
    disabled: Type.Boolean(),
    language: Language,
    email: orNull(EmailAddress),
    grants,
  },
  "An account as it is to be; a disabled one loses its sessions.",
);
export type AccountChange = Static<typeof AccountChange>;

/** The secret part of an invitation's address. */
export const InvitationWord = Type.String({
  pattern: "^[A-Za-z0-9_-]{22,64}$",
  description: "Shown once, when the invitation is made.",
});

/** The answer of POST /accounts and POST /accounts/:accountId/invitation. */
export const InvitedAccount = strict(
  { account: Account, invitation: InvitationWord, expiresAt: Instant },
  "The account and its invitation, which is shown this once.",
);
export type InvitedAccount = Static<typeof InvitedAccount>;

/** GET /invitations/:invitation. */
export const Invitation = strict(
  {
    name: AccountName,
    role: RoleName,
    location: Type.String({ maxLength: 31, description: "Name of the building." }),
  },
  "Who is invited, and where.",
);
export type Invitation = Static<typeof Invitation>;

/** POST /invitations/:invitation. */
export const InvitationAcceptance = strict({ password: Password }, "The password of one's own.");
export type InvitationAcceptance = Static<typeof InvitationAcceptance>;

/** Path of one account. */
export const AccountPath = strict({ accountId: RandomId }, "Which account.");
/** Path of one invitation. */
export const InvitationPath = strict(
  // Whatever stands there, the answer for a wrong one is the same.
  { invitation: Type.String({ maxLength: 64 }) },
  "Which invitation.",
);
