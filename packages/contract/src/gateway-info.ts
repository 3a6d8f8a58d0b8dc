/** Who the gateway is and how it is: the heads of pages and files. */

import { type Static, Type } from "typebox";
import { Instant, Language, Model, orNull, Seq, Sha256, strict } from "./scalars.ts";

/** U: not synchronised since start; I: holding over; S: synchronised; R: stepped, under repair. */
export const ClockState = Type.Enum(["U", "I", "S", "R"], {
  description: "S synchronised, I holding over, U not synchronised, R being corrected.",
});
export type ClockState = Static<typeof ClockState>;

/** The gateway's clock. */
export const ClockInfo = strict({ state: ClockState, nowAt: Instant }, "The gateway's clock.");

/** The newest entry of the ledger; null hash before the first entry. */
export const LedgerHead = strict(
  { seq: Seq, hash: orNull(Sha256) },
  "Newest entry of the ledger and its chained hash.",
);
export type LedgerHead = Static<typeof LedgerHead>;

/** The gateway as named in heads. */
export const GatewayIdentity = strict(
  {
    model: Model,
    mac: Type.String({ pattern: "^([0-9a-f]{2}:){5}[0-9a-f]{2}$" }),
    location: Type.String({ maxLength: 31, description: "Name of the building." }),
    demo: Type.Boolean({ description: "The figures are invented." }),
    version: Type.String({ maxLength: 40 }),
  },
  "The gateway as named in heads of pages and files.",
);
export type GatewayIdentity = Static<typeof GatewayIdentity>;

const count = Type.Integer({ minimum: 0 });

/** GET /gateway. */
export const GatewayInfo = strict(
  {
    ...GatewayIdentity.properties,
    timeZone: Type.String({ maxLength: 64, description: "IANA time zone of the building." }),
    language: Language,
    loopbackOnly: Type.Boolean({ description: "Pages are served to this machine only." }),
    startedAt: Instant,
    clock: ClockInfo,
    intervalMinutes: Type.Integer({ minimum: 1, maximum: 60 }),
    nextRoundAt: orNull(Instant),
    storage: strict(
      {
        state: Type.Enum(["ok", "failing", "damaged"], {
          description:
            "failing: the disk does not take what was read; pages show what is stored. " +
            "damaged: the ledger does not verify; no month is closed on it.",
        }),
        unstoredRounds: count,
      },
      "The ledger's disk, and rounds that wait for it in memory.",
    ),
    counts: strict(
      { channels: count, used: count, meters: count, buses: count },
      "How much is configured.",
    ),
  },
  "The gateway.",
);
export type GatewayInfo = Static<typeof GatewayInfo>;
