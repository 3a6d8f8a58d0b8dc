/**
 * The configuration of a gateway as one schema: it validates the file, gives the types, and its
 * words become the messages of schema-problems.ts and the tables of docs/reference/config.md.
 * Unknown keys are refused.
 */

import {
  CHANNEL_NAME_LENGTH_MAX,
  CHANNEL_NAME_LENGTH_MIN,
  LOCATION_LENGTH_MAX,
} from "@mega/domain";
import { type Static, Type } from "typebox";
import { Bus, P1Port } from "./links.ts";
import { Mail } from "./mail.ts";
import { Meter } from "./meter.ts";
import { Mqtt } from "./mqtt.ts";
import { choice, group, id, mac, printable, tcpPort, whole } from "./parts.ts";
import { Server } from "./server.ts";
import { TimeSource } from "./time.ts";

/** What holds where the file says nothing. */
export const configDefaults = {
  timeZone: "Europe/Brussels",
  language: "fr",
  demo: false,
  intervalMinutes: 60,
  webPort: 8082,
} as const;

const Channel = group(
  {
    no: whole(1, 128, { description: "Number of the channel, up to the model's." }),
    name: Type.String({
      minLength: CHANNEL_NAME_LENGTH_MIN,
      maxLength: CHANNEL_NAME_LENGTH_MAX,
      ...printable,
      description: "Who or what is billed.",
    }),
    meter: Type.Optional(
      id("The meter shown; two channels may show the same one.", "the channel is not used"),
    ),
    unit: Type.Optional(
      choice(["Wh+", "Wh-", "gas", "water", "heat"], {
        description: "Consumption, injection, gas, water or heat.",
        absent: "by what the meter measures",
      }),
    ),
    counter1: Type.Optional(
      Type.String({
        maxLength: 31,
        description: "Counter of the profile that is shown first.",
        absent: "by the unit: import, export, energy, volume",
      }),
    ),
    counter2: Type.Optional(
      Type.String({
        maxLength: 31,
        description: "Counter shown second; `none` for none.",
        absent: "by the unit: export beside import, volume beside energy",
      }),
    ),
    login: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        ...printable,
        description: "Name by which the tenant of the channel is invited.",
        absent: "nobody is invited",
      }),
    ),
    address1: Type.Optional(
      Type.String({
        maxLength: 60,
        ...printable,
        description: "First address line of who is billed.",
        absent: "empty",
      }),
    ),
    address2: Type.Optional(
      Type.String({
        maxLength: 60,
        ...printable,
        description: "Second address line.",
        absent: "empty",
      }),
    ),
    inTotals: Type.Optional(
      Type.Boolean({
        description:
          "`false` for a main meter, whose consumption the channels behind it count again.",
        absent: "true",
      }),
    ),
    errorMail: Type.Optional(
      Type.Boolean({
        description: "`true` names the channel in the daily error mail while it is not in order.",
        absent: "false",
      }),
    ),
  },
  "A billing slot.",
);

const Building = group(
  {
    name: Type.String({
      minLength: 1,
      maxLength: LOCATION_LENGTH_MAX,
      ...printable,
      description: "The page's LOCATION; also in the names of files.",
    }),
    timeZone: Type.Optional(
      Type.String({
        maxLength: 64,
        description: "Zone in which months begin and end.",
        default: configDefaults.timeZone,
        allowed: "an IANA name such as Europe/Brussels",
      }),
    ),
  },
  "The site.",
);

const Gateway = group(
  {
    model: choice(["MEGA16", "MEGA32", "MEGA64", "MEGA128"], {
      description: "Its number is the number of channels.",
    }),
    mac: Type.Optional(
      mac({ description: "Identity shown on pages and in files.", absent: "the machine's own" }),
    ),
    language: Type.Optional(
      choice(["fr", "nl", "de", "en"], {
        description: "First language of pages and files.",
        default: configDefaults.language,
      }),
    ),
    demo: Type.Optional(
      Type.Boolean({
        description: "Marks every page and file as invented.",
        default: configDefaults.demo,
      }),
    ),
  },
  "The box.",
);

const Rounds = group(
  {
    intervalMinutes: Type.Optional(
      choice([15, 30, 60], {
        description: "Minutes between two rounds; each begins two minutes past.",
        default: configDefaults.intervalMinutes,
      }),
    ),
  },
  "When meters are read.",
  "every hour",
);

const Web = group(
  {
    port: Type.Optional(
      tcpPort({
        description: "Port of the pages, for HTTPS and HTTP alike.",
        default: configDefaults.webPort,
      }),
    ),
    plainHttp: Type.Optional(
      Type.Boolean({
        description:
          "Serves the pages without encryption too; else HTTP leads to HTTPS but on this machine.",
        default: false,
      }),
    ),
  },
  "How the pages are served.",
  "HTTPS on port 8082",
);

/** The whole file. */
export const GatewayConfigSchema = group(
  {
    version: Type.Literal(1, { description: "Form of this file." }),
    building: Building,
    gateway: Gateway,
    web: Type.Optional(Web),
    rounds: Type.Optional(Rounds),
    buses: Type.Optional(Type.Array(Bus, { maxItems: 16, description: "Buses.", absent: "none" })),
    p1Ports: Type.Optional(
      Type.Array(P1Port, { maxItems: 8, description: "P1 ports.", absent: "none" }),
    ),
    mqtt: Type.Optional(Mqtt),
    time: Type.Optional(TimeSource),
    mail: Type.Optional(Mail),
    server: Type.Optional(Server),
    meters: Type.Optional(
      Type.Array(Meter, { maxItems: 128, description: "Physical meters.", absent: "none" }),
    ),
    channels: Type.Optional(
      Type.Array(Channel, { maxItems: 128, description: "Channels.", absent: "none" }),
    ),
  },
  "Configuration of a MEGA gateway.",
);

/** A configuration as written in the file. */
export type GatewayConfig = Static<typeof GatewayConfigSchema>;
export type BusConfig = NonNullable<GatewayConfig["buses"]>[number];
export type P1PortConfig = NonNullable<GatewayConfig["p1Ports"]>[number];
export type MeterConfig = NonNullable<GatewayConfig["meters"]>[number];
export type MailConfig = NonNullable<GatewayConfig["mail"]>;
export type ServerConfig = NonNullable<GatewayConfig["server"]>;
export type ChannelConfig = NonNullable<GatewayConfig["channels"]>[number];
export type PublisherConfig = NonNullable<NonNullable<GatewayConfig["mqtt"]>["publish"]>[number];
