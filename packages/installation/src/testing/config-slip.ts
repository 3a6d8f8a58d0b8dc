/** A small valid configuration, and the same with one slip of the pen. */

/** One bus, one meter on it, one MQTT meter, two channels; it begins with an empty line. */
export const validConfig = `
version: 1
building: { name: Hollestraat 1 }
gateway: { model: MEGA16 }
buses:
  - id: line
    link: { kind: tty, path: /dev/ttyUSB0 }
mqtt:
  embedded: {}
meters:
  - id: m1
    profile: eastron-sdm630
    bus: line
    address: 4
  - id: w1
    profile: mqtt-water
    mqtt: { mac: a4cf12b3d4e5, token: a-token-of-its-own }
channels:
  - no: 1
    name: Flat 1A
    meter: m1
  - no: 2
    name: Flat 1A trip
    meter: m1
`;

/** The valid file with its first `from` replaced; throws when the file has none. */
export function slip(from: string, to: string): string {
  if (!validConfig.includes(from)) throw new Error(`${from} is not in the file`);
  return validConfig.replace(from, () => to);
}
