// The demo building with thirteen months of past, simulated meters on the wire and the real gateway,
// all on free ports, so that a demo of the developer may run beside the tests.

import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@mega/domain";
import { startGateway } from "@mega/gateway";
import { parseConfig } from "@mega/installation";
import { loadProfiles, type ModbusProfile } from "@mega/profiles";
import { parseScenario, startSimulator } from "@mega/simulator";
import { readDemoFiles } from "../../apps/cli/src/demo/demo-folder.ts";
import { makeHistory } from "../../apps/cli/src/demo/make-history.ts";
import type { Person } from "../../apps/cli/src/demo/person.ts";
import { freePort } from "../free-port.ts";
import { enter } from "../gateway/claimed.ts";

const HOUR_MS = 3_600_000;
const HISTORY_MS = 396 * 24 * HOUR_MS;

/** A running demo building. */
export interface Demo {
  /** "http://127.0.0.1:40123/". */
  readonly url: string;
  /** Who has claimed it. */
  readonly owner: Person;
  readonly stop: () => Promise<void>;
}

/** A demo building that nobody has claimed. */
export type UnclaimedDemo = Pick<Demo, "url" | "stop"> & { readonly setupCode: string | undefined };

/**
 * Makes the past, starts meters and gateway, claims it; resolves when the pages are served.
 * @param further paragraphs of the configuration beside the demo's own
 */
export async function startDemo(historyMs = HISTORY_MS, further = ""): Promise<Demo> {
  const { url, setupCode, stop } = await startUnclaimed(historyMs, further);
  return { url, owner: await enter(url, setupCode), stop };
}

/** Makes the past, starts meters and gateway, and leaves it unclaimed. */
export async function startUnclaimed(historyMs: number, further = ""): Promise<UnclaimedDemo> {
  const dataFolder = mkdtempSync(join(tmpdir(), "mega-browser-"));
  const files = readDemoFiles();
  const { configText: ownText, ports, brokerUrl } = await onFreePorts(files.configFile);
  const configText = `${ownText}\n${further}`;
  const installation = parseConfig(configText, "gateway.yaml");
  const nowMs = systemClock().nowMs();
  const referenceMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const scenario = parseScenario(files.scenario, { referenceMs });
  const profiles = modbusProfiles();
  await makeHistory({
    dataFolder,
    installation,
    scenario,
    profiles,
    fromMs: referenceMs - historyMs,
    toMs: nowMs,
    movings: [],
    fromNothing: true,
    onMonth: () => undefined,
  });
  const simulator = await startSimulator({
    scenario,
    profiles,
    clock: systemClock(),
    ports,
    brokerUrl,
  });
  const gateway = await startGateway({
    dataFolder,
    source: { kind: "text", text: configText, name: "gateway.yaml" },
    port: 0,
    host: "127.0.0.1",
    logLevel: "silent",
  });
  return {
    url: gateway.url,
    setupCode: gateway.setupCode,
    async stop() {
      await gateway.stop();
      await simulator.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** The demo's configuration with a free port in place of each of its own. */
async function onFreePorts(configFile: string) {
  let configText = await readFile(configFile, "utf8");
  const ports: Record<string, number> = {};
  for (const [line, id, port] of configText.matchAll(/id: (\w+), link: \{.*?port: (\d+)/g)) {
    const free = await freePort();
    ports[id ?? ""] = free;
    configText = configText.replace(line, line.replace(`port: ${port}`, `port: ${free}`));
  }
  const brokerPort = await freePort();
  configText = configText.replace(/embedded: \{ port: \d+/, `embedded: { port: ${brokerPort}`);
  return { configText, ports, brokerUrl: `mqtt://127.0.0.1:${brokerPort}` };
}

function modbusProfiles(): ReadonlyMap<string, ModbusProfile> {
  const profiles = new Map<string, ModbusProfile>();
  for (const { profile } of loadProfiles().profiles.values()) {
    if (profile.kind === "modbus") profiles.set(profile.id, profile);
  }
  return profiles;
}
