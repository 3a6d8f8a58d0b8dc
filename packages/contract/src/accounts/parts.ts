/** Words that accounts, sessions and tokens share. */

import { Type } from "typebox";
import { roles, scopes } from "../roles.ts";
import { ChannelNo, Instant, InstantWithOffset, orNull, strict } from "../scalars.ts";

/** Fewest characters of a password. */
export const PASSWORD_LENGTH_MIN = 12;
/** Most characters of a password: hashing takes no longer for a long one, reading it would. */
export const PASSWORD_LENGTH_MAX = 200;

/** What a person is to the building. */
export const RoleName = Type.Enum(roles, { description: "What a person is to the building." });
/** What a token may be made for. */
export const ScopeName = Type.Enum(scopes, { description: "What a token may be used for." });

/** The name a person logs in with; upper and lower case are the same. */
export const AccountName = Type.String({
  pattern: "^[\\p{L}\\p{N}][\\p{L}\\p{N} ._@+-]{0,38}[\\p{L}\\p{N}]$",
  minLength: 2,
  maxLength: 40,
  description: "Name to log in with: letters, digits, space and . _ @ + - inside.",
});
/** A name as typed at a login: whatever it is, the answer is the same. */
export const TypedName = Type.String({ maxLength: 200, description: "Name as typed." });
/** A password as typed; whether it is good enough is told by its field. */
export const Password = Type.String({
  maxLength: PASSWORD_LENGTH_MAX,
  description: `Password; a new one has ${PASSWORD_LENGTH_MIN} characters or more.`,
});

/** 16 random bytes, hexadecimal. */
export const RandomId = Type.String({ pattern: "^[0-9a-f]{32}$", description: "Random, in hex." });
/** An address for mails. */
export const EmailAddress = Type.String({
  pattern: '^[^\\s@<>,;"]{1,64}@[^\\s@<>,;"]{1,189}$',
  maxLength: 254,
  description: "Mail address.",
});

/** Proof that the person stands before the gateway. */
export const PresenceProof = Type.Union(
  [
    strict(
      {
        kind: Type.Literal("code"),
        code: Type.String({
          maxLength: 40,
          description: "Setup code; hyphens, spaces and o, i, l in place of 0 and 1 are taken.",
        }),
      },
      "The setup code of the gateway.",
    ),
    strict({ kind: Type.Literal("prg") }, "The PRG button was pressed within ten minutes."),
  ],
  { description: "Proof that the person stands before the gateway." },
);

/** A stay behind a channel, as told. */
export const GrantAnswer = strict(
  { channelNo: ChannelNo, from: Instant, to: orNull(Instant) },
  "A stay behind a channel; to is null while it lasts.",
);
/** A stay behind a channel, as given by a person. */
export const GrantRequest = strict(
  { channelNo: ChannelNo, from: InstantWithOffset, to: orNull(InstantWithOffset) },
  "A stay behind a channel; to is null while it lasts.",
);
/** Stays of one tenant. */
export const GRANTS_MAX = 64;
