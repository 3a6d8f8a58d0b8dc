// A meter of a flat that speaks MQTT to the gateway's own broker: the smallest building that is read,
// for tests of what becomes of a reading. mosquitto_pub publishes, which shares no code with us.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

const mac = "94b555892584";
const token = "token-of-the-flat";

/** The end of a configuration: the broker at a port, the meter, and channel 1 that it counts for. */
export function flatBuilding(brokerPort: number): string {
  return `mqtt: { embedded: { port: ${brokerPort} } }
meters: [{ id: flat, profile: mqtt, mqtt: { mac: ${mac}, token: ${token} } }]
channels: [{ no: 1, name: Flat, meter: flat }]
`;
}

/** The meter shows an index of import in kWh, such as "1000.125"; the gateway reads it when asked. */
export async function showIndex(brokerPort: number, index: string): Promise<void> {
  await promisify(execFile)("mosquitto_pub", [
    ...["-h", "127.0.0.1", "-p", String(brokerPort), "-u", token, "-q", "1"],
    ...["-t", `mega/in/${mac}/1`],
    ...["-m", `{"unit":"kWh","import":"${index}","export":"0"}`],
  ]);
}
