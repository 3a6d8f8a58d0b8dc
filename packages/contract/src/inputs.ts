/** What is heard without asking: brokers, the gateway's own broker, P1 ports, and their messages. */

import { type Static, Type } from "typebox";
import { Instant, orNull, strict } from "./scalars.ts";

const count = Type.Integer({ minimum: 0 });

/** Messages by what became of them; only "kept" ones can become readings. */
export const MessageCounts = strict(
  {
    foreign: count,
    other: count,
    presence: count,
    oversized: count,
    retained: count,
    refused: count,
    replayed: count,
    unconfirmed: count,
    kept: count,
  },
  "Messages by what became of them since the start.",
);

/** One connection to a broker, under one token. */
export const BrokerConnectionInfo = strict(
  {
    brokerId: Type.String(),
    connected: Type.Boolean(),
    connects: count,
    fault: orNull(Type.String({ description: "Why it is not connected, or what is refused." })),
    meterIds: Type.Array(Type.String(), { maxItems: 128 }),
  },
  "A connection to a broker under one token; the token is not told.",
);

/** The gateway's own broker. */
export const OwnBrokerInfo = strict(
  {
    connected: count,
    refused: strict(
      {
        login: count,
        foreignTopic: count,
        unheardTopic: count,
        subscription: count,
        oversizedPacket: count,
        tooManyConnections: count,
      },
      "What was turned away since the start.",
    ),
  },
  "The gateway's own broker.",
);

/** What came for one MQTT meter. */
export const MqttMeterInfo = strict(
  {
    meterId: Type.String(),
    online: orNull(Type.Boolean({ description: "Null where the device has not said." })),
    newestAt: orNull(Instant),
    latestRefusal: orNull(Type.String()),
    counts: MessageCounts,
  },
  "What came for one MQTT meter.",
);

/** What came through one P1 port. */
export const P1PortInfo = strict(
  {
    portId: Type.String(),
    open: Type.Boolean(),
    fault: orNull(Type.String()),
    newestAt: orNull(Instant),
    good: count,
    badCrc: count,
    tooLong: count,
    uncheckable: count,
    badParity: count,
  },
  "Telegrams of a P1 port since the start.",
);

/** GET /inputs. */
export const InputList = strict(
  {
    connections: Type.Array(BrokerConnectionInfo, { maxItems: 1024 }),
    ownBroker: orNull(OwnBrokerInfo),
    messages: MessageCounts,
    mqttMeters: Type.Array(MqttMeterInfo, { maxItems: 128 }),
    p1Ports: Type.Array(P1PortInfo, { maxItems: 8 }),
  },
  "Brokers and P1 ports with what came through them.",
);
export type InputList = Static<typeof InputList>;
