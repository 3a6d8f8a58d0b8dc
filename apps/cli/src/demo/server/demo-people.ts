/** The buildings and people of the server's demo, as their files have them. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Language } from "@mega/contract";
import type { DemoLogin } from "../demo-logins.ts";

const folder = fileURLToPath(new URL("../../../../../demo/server", import.meta.url));
/** The first of the ports that stand in the files. */
export const FIRST_PORT = 8090;
/** Portal, two gateways, two cabinets of meters. */
const PORTS = 5;

/** Somebody with an account at the portal. */
export interface PortalPersonOfDemo {
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  readonly password: string;
}

/** A building of the demo. */
export interface DemoBuilding {
  readonly id: string;
  /** Of the gateway's own page. */
  readonly owner: DemoLogin;
  readonly manager: PortalPersonOfDemo;
  readonly tenant: PortalPersonOfDemo;
  /** The tenant's channels, and since when, in days before the first start. */
  readonly stays: readonly { readonly channelNo: number; readonly daysBefore: number }[];
  /** YAML for the simulator and for the gateway, with the ports of this run. */
  readonly scenario: string;
  readonly configuration: string;
  /** Port of the gateway's page. */
  readonly port: number;
}

/** Everything that is told of the demo beforehand. */
export interface ServerDemo {
  readonly operator: PortalPersonOfDemo;
  readonly buildings: readonly DemoBuilding[];
  /** Changes with the files: another building needs another past. */
  readonly hash: string;
}

type Told = Omit<DemoBuilding, "scenario" | "configuration" | "port">;

/** Reads the files. @param firstPort The portal's; the others follow it */
export function readServerDemo(firstPort: number): ServerDemo {
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const people = read("people.json");
  const told = JSON.parse(people) as Pick<ServerDemo, "operator"> & { buildings: readonly Told[] };
  const hash = createHash("sha256").update(people);
  const buildings = told.buildings.map((building, at): DemoBuilding => {
    const scenario = read(`${building.id}.building.yaml`);
    const configuration = read(`${building.id}.gateway.yaml`);
    hash.update(scenario).update(configuration);
    return {
      ...building,
      scenario: withPorts(scenario, firstPort),
      configuration: withPorts(configuration, firstPort),
      port: firstPort + 1 + at,
    };
  });
  return { operator: told.operator, buildings, hash: hash.digest("hex") };
}

/** The same text with the ports of this run in the places of those that stand in the files. */
function withPorts(text: string, firstPort: number): string {
  return text.replace(/\b80\d\d\b/g, (word) => {
    const at = Number(word) - FIRST_PORT;
    return at >= 0 && at < PORTS ? String(firstPort + at) : word;
  });
}
