/** TEST BROKER: a broker as it stands in the form, saved or not. */

import { type Static, Type } from "typebox";
import { strict } from "../scalars.ts";

/** POST /tests/broker. */
export const BrokerTestRequest = strict(
  {
    url: Type.String({
      pattern: "^mqtts?://[^/@\\s]+/?$",
      maxLength: 255,
      description: "mqtt://HOST:PORT or mqtts://HOST:PORT.",
    }),
    user: Type.Optional(
      Type.String({ maxLength: 255, description: "User name or token; left out: anonymous." }),
    ),
    password: Type.Optional(
      Type.String({
        maxLength: 255,
        description: "Password; the kept word stands for the one of the broker named.",
      }),
    ),
    brokerId: Type.Optional(
      Type.String({
        pattern: "^[a-z0-9][a-z0-9-]{0,30}$",
        description: "Broker of the configuration whose kept secrets are meant.",
      }),
    ),
  },
  "A broker to try.",
);
export type BrokerTestRequest = Static<typeof BrokerTestRequest>;
