/** Logins of the portal: password, second factor, invitation and reset by mail. */

import { type Static, Type } from "typebox";
import { EmailAddress, Password } from "../accounts/parts.ts";
import { Instant, Language, orNull, strict } from "../scalars.ts";
import { DisplayName, PersonId, PortalRoleName } from "./parts.ts";
import { portalRoles } from "./roles.ts";

/** Recovery codes made at once. */
export const RECOVERY_CODES = 10;

const Word = Type.String({ pattern: "^[A-Za-z0-9_-]{22,64}$" });

/** GET /session, and the answer of everything that changes it. */
export const PortalSession = strict(
  {
    stage: Type.Enum(["none", "second-factor", "second-factor-setup", "full"], {
      description:
        "What is reached. second-factor: its code is asked for; second-factor-setup: the role asks for one and none is set up.",
    }),
    account: orNull(
      strict(
        {
          accountId: PersonId,
          email: EmailAddress,
          name: DisplayName,
          language: Language,
          roles: Type.Array(PortalRoleName, { maxItems: portalRoles.length }),
          secondFactor: Type.Boolean({ description: "A second factor is set up." }),
          recoveryCodesLeft: Type.Integer({ minimum: 0, maximum: RECOVERY_CODES }),
        },
        "Who is logged in.",
      ),
    ),
    csrf: orNull(Type.String({ ...Word, description: "For the header mega-csrf of a change." })),
    confirmedUntil: orNull(Instant),
    endsAt: orNull(Instant),
  },
  "Who is logged in, and how far.",
);
export type PortalSession = Static<typeof PortalSession>;

/** POST /session. */
export const PortalLogin = strict(
  // Whatever stands there, the answer for a wrong one is the same.
  { email: Type.String({ maxLength: 254 }), password: Password },
  "A login.",
);
export type PortalLogin = Static<typeof PortalLogin>;

/** POST /session/second-factor and PUT /second-factor. */
export const FactorCode = strict(
  {
    code: Type.String({
      maxLength: 40,
      description: "Six digits of the app, or a recovery code; spaces and hyphens are taken.",
    }),
  },
  "A code of the second factor.",
);
export type FactorCode = Static<typeof FactorCode>;

/** POST /second-factor. */
export const FactorSetup = strict(
  {
    secret: Type.String({ pattern: "^[A-Z2-7]{32}$", description: "20 bytes in Base32." }),
    uri: Type.String({ maxLength: 600, description: "otpauth:// for a QR code." }),
  },
  "A second factor that is not in force before its first code is given.",
);
export type FactorSetup = Static<typeof FactorSetup>;

/** PUT /second-factor. */
export const FactorSet = strict(
  {
    session: PortalSession,
    recoveryCodes: Type.Array(Type.String({ pattern: "^[0-9a-z]{5}-[0-9a-z]{5}$" }), {
      minItems: RECOVERY_CODES,
      maxItems: RECOVERY_CODES,
      description: "Each opens once; shown this once.",
    }),
  },
  "The second factor is in force.",
);
export type FactorSet = Static<typeof FactorSet>;

/** POST /session/confirmation. */
export const PortalConfirmation = strict({ password: Password }, "The own password.");
export type PortalConfirmation = Static<typeof PortalConfirmation>;

/** PUT /session/password. */
export const PortalPasswordChange = strict(
  { oldPassword: Password, newPassword: Password },
  "A new password; the person's other sessions end.",
);
export type PortalPasswordChange = Static<typeof PortalPasswordChange>;

/** POST /password-resets. */
export const ResetAsked = strict({ email: EmailAddress }, "Whose password is forgotten.");
export type ResetAsked = Static<typeof ResetAsked>;

/** Its answer, whether or not the address has an account. */
export const ResetNoted = strict(
  { noted: Type.Literal(true) },
  "If the address has an account, a mail goes out to it.",
);
export type ResetNoted = Static<typeof ResetNoted>;

const InvitationWord = Type.String({ maxLength: 64, description: "As the mail's link has it." });

/** POST /invitations. */
export const InvitationAsked = strict({ word: InvitationWord }, "Which invitation.");
export type InvitationAsked = Static<typeof InvitationAsked>;

/** Its answer. */
export const PortalInvitation = strict(
  {
    purpose: Type.Enum(["invitation", "reset"]),
    email: EmailAddress,
    name: DisplayName,
    language: Language,
    expiresAt: Instant,
  },
  "Whose password is to be set.",
);
export type PortalInvitation = Static<typeof PortalInvitation>;

/** POST /invitations/acceptance. */
export const PortalAcceptance = strict(
  { word: InvitationWord, password: Password },
  "The password of one's own.",
);
export type PortalAcceptance = Static<typeof PortalAcceptance>;
