/** API tokens for programs: each has its scopes, and can be revoked. */

import { type Static, Type } from "typebox";
import { scopes } from "../roles.ts";
import { Instant, InstantWithOffset, orNull, strict } from "../scalars.ts";
import { AccountName, RandomId, ScopeName } from "./parts.ts";

/** Tokens of a gateway. */
export const TOKENS_MAX = 100;

const TokenName = Type.String({
  pattern: "^\\S(.{0,38}\\S)?$",
  maxLength: 40,
  description: "What the token is for: 1 to 40 characters.",
});
const ScopeList = Type.Array(ScopeName, {
  minItems: 1,
  maxItems: scopes.length,
  uniqueItems: true,
});

/** A token without its secret. */
export const Token = strict(
  {
    tokenId: RandomId,
    name: TokenName,
    scopes: ScopeList,
    owner: orNull(AccountName),
    createdAt: Instant,
    expiresAt: orNull(Instant),
    lastUsedAt: orNull(Instant),
  },
  "A token; owner is who made it.",
);
export type Token = Static<typeof Token>;

/** GET /tokens, and the answer of DELETE. */
export const TokenList = strict(
  { tokens: Type.Array(Token, { maxItems: TOKENS_MAX }) },
  "Tokens by name; an integrator sees his own.",
);
export type TokenList = Static<typeof TokenList>;

/** POST /tokens. */
export const NewToken = strict(
  { name: TokenName, scopes: ScopeList, expiresAt: orNull(InstantWithOffset) },
  "A token to be made; it stops working when its maker's account does.",
);
export type NewToken = Static<typeof NewToken>;

/** The answer of POST /tokens. */
export const MadeToken = strict(
  {
    ...Token.properties,
    token: Type.String({
      pattern: "^mega_[A-Za-z0-9_-]{43}$",
      description: "The secret, shown this once; Authorization: Bearer …",
    }),
  },
  "The token with its secret, which is shown this once.",
);
export type MadeToken = Static<typeof MadeToken>;

/** Path of one token. */
export const TokenPath = strict({ tokenId: RandomId }, "Which token.");
