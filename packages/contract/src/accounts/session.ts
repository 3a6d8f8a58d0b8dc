/** Who is logged in, how one logs in and claims, and the password beside a change. */

import { type Static, Type } from "typebox";
import { ChannelNo, Instant, Language, orNull, strict } from "../scalars.ts";
import { AccountName, GRANTS_MAX, Password, PresenceProof, RoleName, TypedName } from "./parts.ts";

/** GET /session, and the answer of everything that logs in or out. */
export const SessionAnswer = strict(
  {
    state: Type.Enum(["unclaimed", "anonymous", "logged-in"], {
      description: "unclaimed: the gateway has no owner yet.",
    }),
    prgOpenUntil: orNull(Instant),
    certificateFingerprint: orNull(
      Type.String({
        maxLength: 95,
        description: "SHA-256 of the gateway's certificate in hex with colons; null without HTTPS.",
      }),
    ),
    transport: Type.Enum(["https", "loopback", "plain", "tunnel"], {
      description: "How this request came; plain can be read on the way.",
    }),
    account: orNull(
      strict(
        {
          name: AccountName,
          role: RoleName,
          language: Language,
          channels: orNull(
            Type.Array(ChannelNo, {
              maxItems: GRANTS_MAX,
              description: "Channels of a tenant; null stands for all.",
            }),
          ),
          hourly: Type.Boolean({ description: "Values by the hour are shown." }),
        },
        "Who is logged in.",
      ),
    ),
    csrf: orNull(
      Type.String({
        pattern: "^[A-Za-z0-9_-]{22,64}$",
        description: "Goes into the header mega-csrf of every change.",
      }),
    ),
    confirmedUntil: orNull(Instant),
    endsAt: orNull(Instant),
    universalPasswordTried: orNull(
      strict(
        { count: Type.Integer({ minimum: 1 }), lastAt: Instant },
        "Tries of the universal password in the last 30 days; told to owner and manager.",
      ),
    ),
  },
  "Who is logged in, and how.",
);
export type SessionAnswer = Static<typeof SessionAnswer>;

/** POST /claim. */
export const ClaimRequest = strict(
  {
    proof: PresenceProof,
    name: AccountName,
    password: Password,
    language: Type.Optional(Language),
  },
  "The first owner; the language is the building's when absent.",
);
export type ClaimRequest = Static<typeof ClaimRequest>;

/** POST /credentials/reset. */
export const ResetRequest = strict(
  { proof: PresenceProof, name: AccountName, password: Password },
  "New name and password of the owner; readings, ledger and audit log stay as they are.",
);
export type ResetRequest = Static<typeof ResetRequest>;

/** POST /session. */
export const LoginRequest = strict({ name: TypedName, password: Password }, "A login.");
export type LoginRequest = Static<typeof LoginRequest>;

/** POST /session/confirmations. */
export const ConfirmationRequest = strict(
  { password: Password },
  "The own password beside a change.",
);
export type ConfirmationRequest = Static<typeof ConfirmationRequest>;

/** The answer of POST /session/confirmations. */
export const ConfirmationAnswer = strict(
  {
    confirmation: Type.String({
      pattern: "^[A-Za-z0-9_-]{22,64}$",
      description: "One-time word for the header mega-confirmation.",
    }),
    expiresAt: Instant,
    confirmedUntil: Instant,
  },
  "The password was right.",
);
export type ConfirmationAnswer = Static<typeof ConfirmationAnswer>;

/** PUT /session/password. */
export const PasswordChange = strict(
  { oldPassword: Password, newPassword: Password },
  "A new password; the person's other sessions end.",
);
export type PasswordChange = Static<typeof PasswordChange>;

/** PUT /session/hourly. */
export const HourlyChoice = strict(
  { allowed: Type.Boolean() },
  "Whether a tenant's values by the hour are kept in view; his own choice.",
);
export type HourlyChoice = Static<typeof HourlyChoice>;
