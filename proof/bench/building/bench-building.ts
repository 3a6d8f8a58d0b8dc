// The building of the benchmarks: what the largest model holds, 32 meters on one line and 96 that
// publish by MQTT. One text for the simulator, one for the gateway.

/** Meters on the line; its limit. */
const BUS_METERS = 32;
/** Meters that publish. */
const MQTT_METERS = 96;
/** The line in scenario and configuration. */
const BUS_ID = "line";
/** A message of each device in this time, as such devices have it. */
export const PUBLISH_EVERY_S = 60;
/** The login of the gateway at the building's broker: it hears every device. */
const BUILDING_TOKEN = "building";

/** One meter, as scenario and configuration name it. */
export interface BenchMeter {
  readonly id: string;
  readonly channelNo: number;
  readonly place:
    | { readonly kind: "bus"; readonly address: number }
    | { readonly kind: "mqtt"; readonly mac: string };
}

/** Where the building is met. */
export interface BuildingPlaces {
  readonly busPort: number;
  readonly brokerPort: number;
}

/** Every meter, in the order of channels. */
export const benchMeters: readonly BenchMeter[] = Array.from(
  { length: BUS_METERS + MQTT_METERS },
  (_, index) => {
    const channelNo = index + 1;
    const id = `flat-${String(channelNo).padStart(3, "0")}`;
    return channelNo <= BUS_METERS
      ? { id, channelNo, place: { kind: "bus", address: channelNo } }
      : { id, channelNo, place: { kind: "mqtt", mac: macOf(channelNo) } };
  },
);

function macOf(channelNo: number): string {
  return `02be0c${channelNo.toString(16).padStart(6, "0")}`;
}

/**
 * The building as the simulator knows it; it begins so long before the reference: "-P14M". Each device
 * has a login of its own at the broker; `asHeard` gives them the one of the gateway, by which messages
 * come that are fed without a broker.
 */
export function scenarioText(
  { busPort, brokerPort }: BuildingPlaces,
  start: string,
  logins: "own" | "asHeard" = "own",
): string {
  const deviceToken = (id: string) => (logins === "own" ? id : BUILDING_TOKEN);
  const meters = benchMeters.map(({ id, channelNo, place }) => ({
    id,
    profile: place.kind === "bus" ? "eastron-sdm630" : "mqtt",
    ...(place.kind === "bus"
      ? { bus: BUS_ID, address: place.address }
      : {
          mqtt: {
            mac: place.mac,
            deviceChannel: 1,
            token: deviceToken(id),
            everySeconds: PUBLISH_EVERY_S,
          },
        }),
    serialNumber: String(30_000_000 + channelNo),
    load: { kind: "household", yearlyKwh: 1500 + 23 * channelNo },
    start: { import: 1000 + 17 * channelNo },
  }));
  return JSON.stringify({
    version: 1,
    seed: 20_264,
    timeZone: "Europe/Brussels",
    start,
    buses: [{ id: BUS_ID, framing: "rtu", port: busPort }],
    brokerPort,
    meters,
  });
}

/**
 * The same building as the gateway is told of it.
 *
 * @param link The line; serial frames over TCP unless told otherwise.
 */
export function configurationText(
  { busPort, brokerPort }: BuildingPlaces,
  link: object = { kind: "rtu-over-tcp", host: "127.0.0.1", port: busPort },
): string {
  const meters = benchMeters.map(({ id, place }) =>
    place.kind === "bus"
      ? { id, profile: "eastron-sdm630", bus: BUS_ID, address: place.address }
      : {
          id,
          profile: "mqtt",
          mqtt: { broker: "house", mac: place.mac, deviceChannel: 1, token: BUILDING_TOKEN },
        },
  );
  return JSON.stringify({
    version: 1,
    building: { name: "Bench", timeZone: "Europe/Brussels" },
    gateway: { model: "MEGA128" },
    buses: [{ id: BUS_ID, link }],
    mqtt: { brokers: [{ id: "house", url: `mqtt://127.0.0.1:${brokerPort}` }] },
    meters,
    channels: benchMeters.map(({ id, channelNo }) => ({
      no: channelNo,
      name: `Flat ${channelNo}`,
      meter: id,
      counter2: "none",
    })),
  });
}
