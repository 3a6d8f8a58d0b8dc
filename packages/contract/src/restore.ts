/** The configuration at the server, the owner's restore token, and a box that takes another's place. */

import { type Static, Type } from "typebox";
import { SERVER_URL_LENGTH_MAX, SERVER_URL_PATTERN } from "./configuration/server-url.ts";
import { Instant, orNull, strict } from "./scalars.ts";

/** Characters of a restore token, without its hyphens. */
export const RESTORE_TOKEN_LENGTH = 26;

/**
 * `off`: nothing leaves the gateway. `waiting`: not yet sent, or the gateway is not enrolled. `kept`: the
 * server has what is in force. `failed`: it is tried again.
 */
export const backupStates = ["off", "waiting", "kept", "failed"] as const;
/**
 * `waiting`: for the manager, or until the old box was silent for long enough. `fetching`: granted.
 * `ready`: the gateway starts anew. `failed`: for a person.
 */
export const takeoverSteps = ["waiting", "fetching", "ready", "failed"] as const;
/** What is fetched, in this order. */
export const takeoverParts = ["configuration", "keys", "entries", "check"] as const;
/** Why a restore does not go on. */
export const takeoverFaults = [
  "refused",
  "expired",
  "undone",
  "configuration",
  "ledger",
  "disk",
] as const;

const count = Type.Integer({ minimum: 0 });
const Mac = Type.String({ pattern: "^([0-9a-f]{2}:){5}[0-9a-f]{2}$" });

const Backup = strict(
  {
    state: Type.Enum([...backupStates]),
    version: orNull(Type.Integer({ minimum: 1, description: "Newest version at the server." })),
    keptAt: orNull(Instant),
    detail: orNull(Type.String({ maxLength: 300, description: "Why it failed, in English." })),
    tokenMadeAt: orNull(
      Type.String({
        ...Instant,
        description: "Without a token passwords are not kept, and nothing can be restored.",
      }),
    ),
  },
  "The configuration at the server.",
);

const TakeoverState = strict(
  {
    step: Type.Enum([...takeoverSteps]),
    oldMac: Mac,
    server: Type.String({ maxLength: SERVER_URL_LENGTH_MAX }),
    code: orNull(Type.String({ description: "What the manager enters; two groups of four." })),
    expiresAt: orNull(Instant),
    building: orNull(Type.String({ description: "Where the server says that the box stands." })),
    part: orNull(Type.Enum([...takeoverParts])),
    bytes: count,
    entries: count,
    entriesTotal: orNull(count),
    trouble: orNull(Type.String({ maxLength: 300, description: "It is tried again; in English." })),
    fault: orNull(
      strict(
        { code: Type.Enum([...takeoverFaults]), detail: Type.String({ maxLength: 400 }) },
        "Why it does not go on by itself.",
      ),
    ),
  },
  "A restore that is under way.",
);

/** GET /restore. */
export const RestoreInfo = strict(
  {
    backup: Backup,
    mayRestore: Type.Boolean({ description: "The box has read nothing of its own yet." }),
    takeover: orNull(TakeoverState),
  },
  "Backup at the server, and restore from it.",
);
export type RestoreInfo = Static<typeof RestoreInfo>;

/** POST /restore/token. */
export const RestoreTokenMade = strict(
  {
    token: Type.String({ description: "Shown this once: five groups of five, and one character." }),
    sheet: Type.String({
      pattern: "^[0-9a-f]{32}$",
      description: "Prints it with the configuration, for a quarter of an hour.",
    }),
  },
  "A restore token; the one before opens nothing any more.",
);
export type RestoreTokenMade = Static<typeof RestoreTokenMade>;

/** POST /restore. */
export const TakeoverRequest = strict(
  {
    server: Type.String({ pattern: SERVER_URL_PATTERN, maxLength: SERVER_URL_LENGTH_MAX }),
    oldMac: Type.String({
      pattern: "^([0-9A-Fa-f]{2}[:-]?){5}[0-9A-Fa-f]{2}$",
      maxLength: 17,
      description: "MAC of the box that is replaced.",
    }),
    token: Type.String({ maxLength: 60, description: "Restore token, hyphens and all." }),
  },
  "Which box is replaced, and what proves the right to it.",
);
export type TakeoverRequest = Static<typeof TakeoverRequest>;
