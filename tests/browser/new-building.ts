// A building whose gateway comes out of its box: meters on a line and one on MQTT, a mail server with
// an account and encryption, and a gateway process with an empty folder that nobody has claimed.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@mega/domain";
import { loadProfiles, type ModbusProfile } from "@mega/profiles";
import { parseScenario, type RunningSimulator, startSimulator } from "@mega/simulator";
import {
  hereCertificate,
  testAuthority,
} from "../../apps/gateway/src/mail/testing/certificates.ts";
import {
  refusal,
  startMailServer,
  type TestMailServer,
} from "../../apps/gateway/src/mail/testing/mail-server.ts";
import { freePort } from "../free-port.ts";
import { type StartedProcess, startProcess } from "../gateway/mega-process.ts";

/** The building and what stands around it. */
export interface NewBuilding {
  readonly gateway: StartedProcess;
  readonly simulator: RunningSimulator;
  readonly mailServer: TestMailServer;
  /** Where the line is met. */
  readonly busPort: number;
  /** The port that the meter on MQTT looks for the gateway's broker at. */
  readonly brokerPort: number;
  readonly stop: () => Promise<void>;
}

/** The account at the mail server. */
export const mailAccount = { user: "mega@example.org", password: "boite-aux-lettres-42" };

/** The meter on MQTT. */
export const mqttDevice = { mac: "24d7eb0a1c23", deviceChannel: 1, token: "atelier-4h7Qd4pK" };

/** The meters on the line; "lift" hangs beyond the addresses of a quick scan. */
const scenarioText = `
version: 1
seed: 4711
timeZone: Europe/Brussels
start: -P14M
buses: [{ id: riser, framing: rtu, port: 15020 }]
brokerPort: 18883
meters:
  - id: flat-1
    profile: eastron-sdm120
    bus: riser
    address: 1
    serialNumber: "21070114"
    load: { kind: household, yearlyKwh: 1650 }
    start: { import: 4218.406 }
  - id: flat-2
    profile: eastron-sdm230
    bus: riser
    address: 4
    serialNumber: "21350042"
    load: { kind: household, yearlyKwh: 2850 }
    start: { import: 7044.27 }
  - id: flat-3
    profile: emm220
    bus: riser
    address: 6
    serialNumber: "02E000000006"
    load: { kind: household, yearlyKwh: 2410 }
    start: { import: 3915.3 }
  - id: roof
    profile: eastron-sdm630
    bus: riser
    address: 9
    serialNumber: "22110211"
    load: { kind: solar, yearlyKwh: 4300 }
    start: { export: 4862.035 }
  - id: heat
    profile: calorie
    bus: riser
    address: 21
    serialNumber: "3041187"
    load: { kind: heat, yearlyKwh: 7200 }
    start: { energy: 18422.5, volume: 641.2 }
  - id: water
    profile: water
    bus: riser
    address: 25
    serialNumber: "8WTR2188"
    load: { kind: water, yearlyM3: 190 }
    start: { volume: 412.381 }
  - id: lift
    profile: eastron-sdm120
    bus: riser
    address: 40
    serialNumber: "19040318"
    load: { kind: common, yearlyKwh: 3900 }
    start: { import: 6021.44 }
  - id: workshop
    profile: mqtt
    mqtt:
      mac: ${mqttDevice.mac}
      deviceChannel: ${mqttDevice.deviceChannel}
      token: ${mqttDevice.token}
      everySeconds: 1
    serialNumber: "24D7EB0A1C23"
    load: { kind: household, yearlyKwh: 5200 }
    start: { import: 1204.6 }
`;

/** Starts everything. */
export async function startNewBuilding(): Promise<NewBuilding> {
  const folder = mkdtempSync(join(tmpdir(), "mega-whole-path-"));
  const brokerPort = await freePort();
  const clock = systemClock();
  const simulator = await startSimulator({
    scenario: parseScenario(scenarioText, { referenceMs: clock.nowMs() }),
    profiles: modbusProfiles(),
    clock,
    ports: { riser: 0 },
    brokerUrl: `mqtt://127.0.0.1:${brokerPort}`,
  });
  const mailServer = await startMailServer({
    ...hereCertificate,
    authOptional: false,
    onAuth: ({ username, password }, _session, done) =>
      username === mailAccount.user && password === mailAccount.password
        ? done(null, { user: mailAccount.user })
        : done(refusal(535, "5.7.8 authentication failed")),
  });
  // The mail server's authority is nobody's but this test's.
  const authority = join(folder, "authority.pem");
  writeFileSync(authority, testAuthority);
  const gateway = await startProcess(join(folder, "data"), undefined, [], {
    NODE_EXTRA_CA_CERTS: authority,
  });
  const busPort = simulator.ports["riser"];
  if (busPort === undefined) throw new Error("The simulator serves no line");
  return {
    ...{ gateway, simulator, mailServer, busPort, brokerPort },
    async stop() {
      await gateway.end();
      await Promise.all([simulator.stop(), mailServer.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function modbusProfiles(): ReadonlyMap<string, ModbusProfile> {
  const profiles = new Map<string, ModbusProfile>();
  for (const { profile } of loadProfiles().profiles.values()) {
    if (profile.kind === "modbus") profiles.set(profile.id, profile);
  }
  return profiles;
}
