/** How the gateway stands with its server. */

import { type Static, Type } from "typebox";
import { Instant, orNull, Sha256, strict } from "./scalars.ts";

/**
 * `off`: none is configured, or it is switched off. `not-enrolled`: no credential, and no code that
 * holds. `waiting-for-code`: the code waits for a person. `connecting`: nothing was answered since the
 * start. `connected`: the newest question was answered. `silent`: it was not. `refused`: the server
 * does not take what this gateway sends, or says what cannot be.
 */
export const serverStates = [
  "off",
  "not-enrolled",
  "waiting-for-code",
  "connecting",
  "connected",
  "silent",
  "refused",
] as const;
/** How the gateway stands with its server. */
export type ServerStateName = (typeof serverStates)[number];

/**
 * `forked`: the server has another entry of this number. `other-ledger`: it has another ledger.
 * `ahead`: it claims entries that were never written here. `replaced`: another box has taken over.
 * `revoked`: the credential is not taken.
 */
export const serverRefusals = ["forked", "other-ledger", "ahead", "replaced", "revoked"] as const;

/**
 * `unreachable`: no connection. `certificate`: nobody vouches for the other side. `timeout`: no answer
 * in time. `answer`: none that a server gives. `status`: a refusal that says no more. `ledger`: an
 * entry here has decayed and is not sent.
 */
export const serverFaults = [
  "unreachable",
  "certificate",
  "timeout",
  "answer",
  "status",
  "ledger",
] as const;

const ServerRefusal = strict(
  {
    reason: Type.Enum([...serverRefusals]),
    seq: orNull(Type.Integer({ minimum: 0, description: "The entry it is about." })),
    ownHash: orNull(Sha256),
    serverHash: orNull(Sha256),
    at: Instant,
  },
  "Why nothing is sent any more.",
);

const ServerFault = strict(
  {
    code: Type.Enum([...serverFaults]),
    detail: Type.String({ maxLength: 300, description: "What was seen, in English." }),
  },
  "Why the newest attempt came to nothing.",
);

const PipeState = strict(
  {
    connected: Type.Boolean(),
    fault: orNull(
      Type.String({ maxLength: 300, description: "Why it is not, in English, without secrets." }),
    ),
    batches: Type.Integer({
      minimum: 0,
      description: "Batches that the server answered through it since the start.",
    }),
  },
  "The broker that uploads go through; HTTPS stays beside it.",
);

const OpenTunnel = strict(
  {
    by: Type.String({ maxLength: 254, description: "Who asked for it, as the server says." }),
    openedAt: Instant,
    until: Type.String({ ...Instant, description: "When it ends by itself, at the latest." }),
  },
  "The gateway's page is open to somebody at the server.",
);

/** GET /server. */
export const ServerState = strict(
  {
    state: Type.Enum([...serverStates]),
    url: orNull(Type.String({ description: "Null while none is configured." })),
    code: orNull(
      strict(
        { code: Type.String({ description: "Two groups of four." }), expiresAt: Instant },
        "What a person tells the server.",
      ),
    ),
    building: orNull(Type.String({ description: "Where the server says the gateway stands." })),
    refusal: orNull(ServerRefusal),
    fault: orNull(ServerFault),
    lastContactAt: orNull(Instant),
    silentSince: orNull(Instant),
    nextTryAt: orNull(Instant),
    lastUploadAt: orNull(Instant),
    uploadedSeq: orNull(
      Type.Integer({ minimum: 0, description: "Newest entry that the server has committed." }),
    ),
    headSeq: Type.Integer({ minimum: 0, description: "Newest entry of the ledger." }),
    entriesWaiting: orNull(Type.Integer({ minimum: 0 })),
    oldestWaitingAt: orNull(Instant),
    pipe: orNull(PipeState),
    tunnel: orNull(OpenTunnel),
  },
  "How the gateway stands with its server.",
);
export type ServerState = Static<typeof ServerState>;
