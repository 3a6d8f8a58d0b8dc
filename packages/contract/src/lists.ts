/** What the gateway knows about profiles and buses, for the integrator and the installer. */

import { type Static, Type } from "typebox";
import { AdviceCode } from "./reasons.ts";
import { Medium, orNull, Sha256, strict } from "./scalars.ts";

const count = Type.Integer({ minimum: 0 });

/** A meter profile that can be named in the configuration. */
export const ProfileInfo = strict(
  {
    profileId: Type.String(),
    kind: Type.Enum(["modbus", "p1", "mqtt", "manual"], {
      description: "How such a meter is reached.",
    }),
    maker: Type.String(),
    model: Type.String(),
    alsoKnownAs: Type.Array(Type.String(), {
      maxItems: 64,
      description: "Names on type plates and on the leaflet, by which a person looks for it.",
    }),
    medium: orNull(Medium),
    status: Type.Enum(["verified", "documented", "generic"]),
    hash: Sha256,
    counters: Type.Array(Type.String(), { maxItems: 16 }),
  },
  "A meter profile.",
);
export type ProfileInfo = Static<typeof ProfileInfo>;
/** GET /profiles. */
export const ProfileList = strict(
  { profiles: Type.Array(ProfileInfo, { maxItems: 1000 }) },
  "Profiles that the gateway can read.",
);
export type ProfileList = Static<typeof ProfileList>;

/** Counts of polls of a bus since the gateway started. */
export const BusInfo = strict(
  {
    busId: Type.String(),
    link: Type.String({ description: 'Where it is: "/dev/ttyUSB0 9600 8N1", "10.0.0.4:502".' }),
    state: Type.Enum(["up", "down"]),
    meters: count,
    sent: count,
    answered: count,
    exceptions: count,
    timeouts: count,
    badCrcs: count,
    wrongReplies: count,
    lateReplies: count,
    latencyP50Ms: orNull(Type.Number({ minimum: 0 })),
    latencyP95Ms: orNull(Type.Number({ minimum: 0 })),
    advice: orNull(AdviceCode),
  },
  "Counts of polls of a bus since the gateway started.",
);
export type BusInfo = Static<typeof BusInfo>;
/** GET /buses. */
export const BusList = strict({ buses: Type.Array(BusInfo, { maxItems: 64 }) }, "Buses.");
export type BusList = Static<typeof BusList>;
