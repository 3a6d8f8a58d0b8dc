/**
 * The configuration of a gateway as one schema: it validates the file, gives the types, and
 * docs/reference/config.md is generated from its titles and descriptions. Unknown keys are refused.
 */

import { type Static, type TObject, type TProperties, Type } from "typebox";

function strict<T extends TProperties>(properties: T, description: string): TObject<T> {
  return Type.Object(properties, { additionalProperties: false, description });
}

const id = (description: string) =>
  Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,30}$", description });
const host = Type.String({ minLength: 1, maxLength: 253, description: "Name or address." });
const tcpPort = Type.Integer({ minimum: 1, maximum: 65535, description: "TCP port." });
const decimal = (description: string) =>
  Type.String({
    pattern: "^\\d{1,12}(\\.\\d{1,9})?$",
    description: `${description} Decimal text.`,
  });

const TtyLinkSettings = strict(
  {
    kind: Type.Literal("tty"),
    path: Type.String({ pattern: "^/", maxLength: 255, description: "Device, /dev/ttyUSB0." }),
    baud: Type.Optional(
      Type.Union(
        [1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200].map((baud) => Type.Literal(baud)),
        { description: "Speed in bit/s; 9600 by default (P1: 115200)." },
      ),
    ),
    format: Type.Optional(
      Type.Union(
        ["8N1", "8N2", "8E1", "8O1"].map((format) => Type.Literal(format)),
        { description: "Data bits, parity, stop bits; 8N1 by default." },
      ),
    ),
  },
  "A serial line of this machine.",
);
const RtuOverTcpSettings = strict(
  { kind: Type.Literal("rtu-over-tcp"), host, port: tcpPort },
  "RTU frames through a serial server.",
);
const ModbusTcpSettings = strict(
  { kind: Type.Literal("modbus-tcp"), host, port: tcpPort },
  "Modbus TCP.",
);
const TcpStreamSettings = strict(
  { kind: Type.Literal("tcp"), host, port: tcpPort },
  "A byte stream.",
);

const Bus = strict(
  {
    id: id("Name of the bus."),
    link: Type.Union([TtyLinkSettings, RtuOverTcpSettings, ModbusTcpSettings]),
    responseTimeoutMs: Type.Optional(
      Type.Integer({
        minimum: 20,
        maximum: 10_000,
        description: "Before a meter's own pace is known; 1000.",
      }),
    ),
    gapMs: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1000, description: "Least silence between frames." }),
    ),
    adapterLatencyMs: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 200, description: "Delay of the adapter; 0." }),
    ),
  },
  "An RS485 line with at most 32 meters, or a Modbus TCP peer.",
);

const P1TtySettings = strict(
  {
    ...TtyLinkSettings.properties,
    format: Type.Optional(
      Type.Union([Type.Literal("8N1"), Type.Literal("7E1")], {
        description: "8N1 by default; 7E1 for meters before DSMR 4, at 9600.",
      }),
    ),
  },
  "A serial line of this machine.",
);

const P1Port = strict(
  {
    id: id("Name of the port."),
    link: Type.Union([P1TtySettings, TcpStreamSettings]),
    country: Type.Optional(
      Type.Union([Type.Literal("be"), Type.Literal("nl")], {
        description: "Meaning of tariff 1 and 2; told from the telegram when absent.",
      }),
    ),
  },
  "A P1 port of a utility meter.",
);

const Mqtt = strict(
  {
    embedded: Type.Optional(
      strict(
        {
          host: Type.Optional(Type.String({ description: "Address to listen on; 127.0.0.1." })),
          port: Type.Optional(tcpPort),
        },
        "The gateway's own broker for meters without one; not started when absent.",
      ),
    ),
    brokers: Type.Optional(
      Type.Array(
        strict(
          {
            id: id("Name of the broker."),
            url: Type.String({
              pattern: "^mqtts?://",
              maxLength: 255,
              description: "mqtt://host:1883.",
            }),
            password: Type.Optional(
              Type.String({
                maxLength: 255,
                description: "Sent with each device's token as user name.",
              }),
            ),
          },
          "An external broker.",
        ),
        { maxItems: 8 },
      ),
    ),
  },
  "Where MQTT meters are heard.",
);

const Meter = strict(
  {
    id: id("Name of the meter."),
    profile: id("Meter profile."),
    bus: Type.Optional(id("Bus the meter hangs on.")),
    address: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 247, description: "Modbus address." }),
    ),
    p1Port: Type.Optional(id("P1 port the meter is behind.")),
    equipmentId: Type.Optional(
      Type.String({
        maxLength: 64,
        description: "Equipment id of a sub-meter behind the P1 port.",
      }),
    ),
    mqtt: Type.Optional(
      strict(
        {
          broker: Type.Optional(id("Broker; the embedded one when absent.")),
          mac: Type.String({ pattern: "^[0-9a-fA-F]{12}$", description: "12 hexadecimal digits." }),
          deviceChannel: Type.Optional(
            Type.Integer({
              minimum: 0,
              maximum: 255,
              description: "Channel inside the device; 1.",
            }),
          ),
          token: Type.String({
            minLength: 8,
            maxLength: 255,
            description: "The device's own token.",
          }),
          topic: Type.Optional(
            Type.String({
              maxLength: 255,
              description: "Topic or prefix where it is not the default.",
            }),
          ),
          pointer: Type.Optional(
            Type.String({
              maxLength: 255,
              description: "JSON pointer of the counter (generic profile).",
            }),
          ),
          unit: Type.Optional(
            Type.String({ maxLength: 12, description: "Unit (generic profile)." }),
          ),
          decimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 6 })),
        },
        "Device that speaks MQTT.",
      ),
    ),
    serialNumber: Type.Optional(
      Type.String({ minLength: 1, maxLength: 40, description: "As printed on the meter." }),
    ),
    medium: Type.Optional(
      Type.Union(
        (["electricity", "heat", "cold", "water", "hotWater", "gas"] as const).map((medium) =>
          Type.Literal(medium),
        ),
        { description: "What is metered, where the profile leaves it open (pulses)." },
      ),
    ),
    ratedMaximumPerHour: Type.Optional(
      decimal("Most that can pass in an hour, in kWh, m3, GJ … Needed where the profile has none."),
    ),
    energyUnit: Type.Optional(
      Type.Union(
        (["Wh", "kWh", "MWh", "MJ", "GJ"] as const).map((unit) => Type.Literal(unit)),
        { description: "Unit a heat meter was ordered with; the profile's when absent." },
      ),
    ),
    factor: Type.Optional(
      strict(
        {
          numerator: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
          denominator: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
        },
        "Current-transformer ratio.",
      ),
    ),
    inputs: Type.Optional(
      Type.Record(
        Type.String({ pattern: "^[a-z][a-zA-Z0-9]{0,30}$" }),
        strict(
          {
            unit: Type.Union([Type.Literal("kWh"), Type.Literal("m3"), Type.Literal("GJ")]),
            weight: strict(
              {
                numerator: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
                denominator: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
              },
              "Units for one pulse: 1/100 for 10 litres, 1/800 for 800 pulses a kWh.",
            ),
            start: Type.Optional(decimal("Mechanical reading at count 0.")),
            medium: Type.Optional(
              Type.Union(
                (["electricity", "heat", "cold", "water", "hotWater", "gas"] as const).map(
                  (medium) => Type.Literal(medium),
                ),
              ),
            ),
            ratedMaximumPerHour: Type.Optional(decimal("Most that can pass in an hour.")),
          },
          "What one pulse input counts.",
        ),
        { description: "Pulse inputs by counter name (pulse1 … pulse4)." },
      ),
    ),
  },
  "A physical meter: exactly one of bus with address, p1Port, or mqtt says where it is.",
);

const Channel = strict(
  {
    no: Type.Integer({ minimum: 1, maximum: 128, description: "Channel number." }),
    name: Type.String({ minLength: 4, maxLength: 31, description: "4 to 31 characters." }),
    meter: Type.Optional(id("The meter shown; a channel without one is not used.")),
    unit: Type.Optional(
      Type.Union(
        (["Wh+", "Wh-", "gas", "water", "heat"] as const).map((unit) => Type.Literal(unit)),
        {
          description: "Consumption, injection, gas, water or heat; from the profile when absent.",
        },
      ),
    ),
    counter1: Type.Optional(
      Type.String({ description: "Profile counter shown first; by the unit when absent." }),
    ),
    counter2: Type.Optional(
      Type.String({ description: 'Profile counter shown second; "none" for none.' }),
    ),
  },
  "A billing slot.",
);

/** The whole file. */
export const GatewayConfigSchema = strict(
  {
    version: Type.Literal(1, { description: "Form of this file." }),
    building: strict(
      {
        name: Type.String({ minLength: 1, maxLength: 31, description: "LOCATION, in file names." }),
        timeZone: Type.Optional(
          Type.String({ maxLength: 64, description: "IANA name; Europe/Brussels." }),
        ),
      },
      "The site.",
    ),
    gateway: strict(
      {
        model: Type.Union(
          (["MEGA16", "MEGA32", "MEGA64", "MEGA128"] as const).map((model) => Type.Literal(model)),
          { description: "Sets the number of channels." },
        ),
        mac: Type.Optional(
          Type.String({
            pattern: "^([0-9a-f]{2}:){5}[0-9a-f]{2}$",
            description: "Identity shown on pages; the machine's own when absent.",
          }),
        ),
        language: Type.Optional(
          Type.Union(
            (["fr", "nl", "de", "en"] as const).map((language) => Type.Literal(language)),
            {
              description: "First language of pages and exports; fr.",
            },
          ),
        ),
        demo: Type.Optional(
          Type.Boolean({ description: "Marks every page and export as invented data." }),
        ),
      },
      "The box.",
    ),
    rounds: Type.Optional(
      strict(
        {
          intervalMinutes: Type.Optional(
            Type.Union([Type.Literal(15), Type.Literal(30), Type.Literal(60)], {
              description: "Minutes between rounds, each two minutes past; 60.",
            }),
          ),
        },
        "When meters are read.",
      ),
    ),
    buses: Type.Optional(Type.Array(Bus, { maxItems: 16 })),
    p1Ports: Type.Optional(Type.Array(P1Port, { maxItems: 8 })),
    mqtt: Type.Optional(Mqtt),
    meters: Type.Optional(Type.Array(Meter, { maxItems: 128 })),
    channels: Type.Optional(Type.Array(Channel, { maxItems: 128 })),
  },
  "Configuration of a MEGA gateway.",
);

/** A configuration as written in the file. */
export type GatewayConfig = Static<typeof GatewayConfigSchema>;
export type BusConfig = NonNullable<GatewayConfig["buses"]>[number];
export type P1PortConfig = NonNullable<GatewayConfig["p1Ports"]>[number];
export type MeterConfig = NonNullable<GatewayConfig["meters"]>[number];
export type ChannelConfig = NonNullable<GatewayConfig["channels"]>[number];
