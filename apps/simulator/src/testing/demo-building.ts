/** The demo building for tests, at a reference that never moves. */

import { readFileSync } from "node:fs";
import { parseInstant } from "@mega/domain";
import { loadProfiles, type ModbusProfile } from "@mega/profiles";
import { parse } from "yaml";
import { parseScenario } from "../scenario/parse-scenario.ts";
import type { Scenario } from "../scenario/scenario.ts";

const demoFile = (name: string) =>
  readFileSync(new URL(`../../../../demo/${name}`, import.meta.url), "utf8");

/** Any instant; chosen in winter, soon after a month began. */
export const demoReferenceMs = parseInstant("2026-12-03T14:00:00Z") ?? 0;

/** The demo building's scenario as text. */
export function demoScenarioText(): string {
  return demoFile("building.yaml");
}

/** The demo building's scenario. */
export function demoScenario(): Scenario {
  return parseScenario(demoScenarioText(), { referenceMs: demoReferenceMs });
}

/** The gateway's configuration of it, as parsed YAML. */
export function demoGatewayConfig(): unknown {
  return parse(demoFile("gateway.yaml"));
}

/** Every Modbus profile that ships with the program. */
export function modbusProfiles(): ReadonlyMap<string, ModbusProfile> {
  const all = [...loadProfiles().profiles.values()].map(({ profile }) => profile);
  return new Map(
    all.flatMap((profile) => (profile.kind === "modbus" ? [[profile.id, profile] as const] : [])),
  );
}
