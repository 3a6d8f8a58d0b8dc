/** Where figures are published to, and what came of it. */

import { type Static, Type } from "typebox";
import { Instant, orNull, strict } from "./scalars.ts";

const count = Type.Integer({ minimum: 0 });
const brokerId = orNull(Type.String({ description: "Null for the gateway's own broker." }));
const fault = orNull(Type.String({ description: "What the broker, or the way to it, said." }));

const outcome = {
  brokerId,
  state: Type.Enum(["published", "partly", "not-connected"]),
  messages: Type.Integer({ minimum: 0, description: "Messages that the broker confirmed." }),
  failed: Type.Integer({ minimum: 0, description: "Messages that it refused or did not confirm." }),
  fault,
};

/** What came of publishing everything to one broker. */
export const PublisherOutcome = strict(outcome, "What came of publishing to one broker.");
export type PublisherOutcome = Static<typeof PublisherOutcome>;

/** POST /publish. */
export const PublishAnswer = strict(
  { publishers: Type.Array(PublisherOutcome, { maxItems: 4 }) },
  "What came of publishing everything, broker by broker.",
);
export type PublishAnswer = Static<typeof PublishAnswer>;

/** One broker that figures are published to. */
export const PublisherInfo = strict(
  {
    brokerId,
    base: Type.String({ description: "Where its topics begin: mega/02000000000a." }),
    connected: Type.Boolean(),
    connects: count,
    fault,
    homeAssistant: Type.Boolean(),
    live: Type.Boolean(),
    commands: Type.Boolean(),
    latestPass: orNull(strict({ at: Instant, ...outcome }, "The newest time all was published.")),
  },
  "A broker that figures are published to; its login is not told.",
);
export type PublisherInfo = Static<typeof PublisherInfo>;

/** GET /publishers. */
export const PublisherList = strict(
  {
    gatewayId: Type.String({ description: "The gateway in topics: its MAC as 12 digits." }),
    publishers: Type.Array(PublisherInfo, { maxItems: 4 }),
  },
  "Brokers that figures are published to.",
);
export type PublisherList = Static<typeof PublisherList>;
