/** Where MQTT meters are heard, and how one is told from another. */

import { Type } from "typebox";
import { brokerUrl, choice, group, host, id, mac, tcpPort, whole } from "./parts.ts";

/** Units that a payload may count in; the decoder of MQTT meters knows the same ones. */
export const payloadUnits = [
  "Wh",
  "kWh",
  "MWh",
  "varh",
  "kvarh",
  "MJ",
  "GJ",
  "L",
  "m3",
  "Wmin",
] as const;

const Embedded = group(
  {
    host: Type.Optional(host({ description: "Address to listen on.", default: "127.0.0.1" })),
    port: Type.Optional(tcpPort({ description: "Port to listen on.", default: 1883 })),
  },
  "The gateway's own broker, for meters without one; `{}` switches it on.",
  "it does not listen",
);

const Broker = group(
  {
    id: id("Name of the broker."),
    url: brokerUrl("Where it listens."),
    password: Type.Optional(
      Type.String({
        maxLength: 255,
        description: "Sent with each device's token as user name.",
        absent: "none is sent",
        secret: true,
      }),
    ),
  },
  "An external broker. The gateway logs in once for each token of its meters.",
);

const Publisher = group(
  {
    broker: Type.Optional(id("Broker to publish to.", "the gateway's own")),
    user: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 255,
        description: "Login of the gateway at the broker; at its own one the login of readers.",
        absent: "none is sent; needed for the gateway's own broker",
      }),
    ),
    password: Type.Optional(
      Type.String({
        minLength: 8,
        maxLength: 255,
        description: "Password of that login.",
        absent: "none is sent; needed for the gateway's own broker",
        secret: true,
      }),
    ),
    homeAssistant: Type.Optional(
      Type.Boolean({
        description: "Describes every channel to Home Assistant, which then adds it by itself.",
        default: false,
      }),
    ),
    discoveryPrefix: Type.Optional(
      Type.String({
        pattern: "^[a-z0-9_-]+(/[a-z0-9_-]+)*$",
        maxLength: 63,
        description: "Where Home Assistant looks for descriptions.",
        default: "homeassistant",
        allowed: "lower-case letters, digits, _ and -, with / between the parts",
        form: "topic",
      }),
    ),
    live: Type.Optional(
      Type.Boolean({
        description: "Power with every reading, where the meter tells it.",
        default: false,
      }),
    ),
    commands: Type.Optional(
      Type.Boolean({
        description: "Takes commands from the broker: read a meter, publish all.",
        default: false,
      }),
    ),
  },
  "Where figures are published to; each broker stands once.",
);

/** The brokers. */
export const Mqtt = group(
  {
    embedded: Type.Optional(Embedded),
    brokers: Type.Optional(
      Type.Array(Broker, { maxItems: 8, description: "External brokers.", absent: "none" }),
    ),
    publish: Type.Optional(
      Type.Array(Publisher, {
        maxItems: 4,
        description: "Where figures are published to.",
        absent: "nowhere",
      }),
    ),
  },
  "Where MQTT meters are heard, and figures published.",
  "nowhere",
);

/** An MQTT device as a meter's place. */
export const MqttDevice = group(
  {
    broker: Type.Optional(id("Broker the device writes to.", "the gateway's own")),
    mac: mac({ description: "Hardware address of the device." }),
    deviceChannel: Type.Optional(
      whole(0, 255, { description: "Channel inside the device.", default: 1 }),
    ),
    token: Type.String({
      minLength: 8,
      maxLength: 255,
      description: "The device's own login.",
      secret: true,
    }),
    topic: Type.Optional(
      Type.String({
        pattern: "^[^+#\\u0000]+$",
        maxLength: 255,
        description: "Topic or prefix of the device, as its profile's notes say.",
        absent: "the profile's; some have none",
        allowed: "a topic of 1 to 255 characters without + and #",
        form: "topic",
      }),
    ),
    pointer: Type.Optional(
      Type.String({
        pattern: "^(/.*)?$",
        maxLength: 255,
        description: "Where the counter stands in the payload (profile mqtt-generic).",
        absent: "needed by mqtt-generic",
        allowed: 'a JSON pointer such as /energy/total, or "" for a bare number',
        form: "json-pointer",
      }),
    ),
    unit: Type.Optional(
      choice(payloadUnits, {
        description: "Unit of the counter, where the profile leaves it open.",
        absent: "the profile's",
      }),
    ),
    decimals: Type.Optional(
      whole(0, 6, {
        description: "Decimals kept, in the unit of billing, where the profile leaves them open.",
        default: 3,
      }),
    ),
  },
  "A device that speaks MQTT.",
  "no MQTT device",
);
