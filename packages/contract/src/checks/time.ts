/** The time source: what the servers and the system say, and the test behind the NTP button. */

import { type Static, Type } from "typebox";
import { TimeServers } from "../configuration/time.ts";
import { Instant, orNull, strict } from "../scalars.ts";

/** GET /time. */
export const TimeState = strict(
  {
    servers: Type.Array(Type.String({ maxLength: 253 }), { maxItems: 8 }),
    latest: orNull(
      strict(
        {
          at: Instant,
          server: Type.String({ maxLength: 253 }),
          offsetMs: Type.Integer({ description: "Server's time minus the gateway's." }),
          delayMs: Type.Integer({ minimum: 0, description: "There and back." }),
          stratum: Type.Integer({ minimum: 1, maximum: 15 }),
        },
        "The newest answer.",
      ),
    ),
    system: Type.Enum(["synchronised", "not-synchronised", "unknown"], {
      description: "What the system says of its own clock; the gateway never sets it.",
    }),
  },
  "The gateway's clock beside the time servers'.",
);
export type TimeState = Static<typeof TimeState>;

/** POST /tests/time. */
export const TimeTestRequest = strict(
  { servers: Type.Optional(TimeServers) },
  "Servers to ask in their order; left out: those of the configuration.",
);
export type TimeTestRequest = Static<typeof TimeTestRequest>;
