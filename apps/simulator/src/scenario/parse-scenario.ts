/** From the text of a scenario file to a scenario, or every fault in it. */

import { checkTimeZone, MegaError } from "@mega/domain";
import { parse } from "yaml";
import { checkScenario } from "./check-scenario.ts";
import { FieldReader, faultAt, type ScenarioFault } from "./field-reader.ts";
import { instantReader } from "./instant-form.ts";
import { readMeter } from "./read-meter.ts";
import type { Scenario, ScenarioBus, ScenarioP1Port } from "./scenario.ts";

/** How a scenario is read. */
export interface ParseScenarioOptions {
  /**
   * What relative instants ("-P13M", "month-4 -PT8H") count from, milliseconds since 1970 UTC. A
   * building that is to be found again as it was needs the same reference at every start. Without
   * one only absolute instants are allowed.
   */
  readonly referenceMs?: number;
}

const hourMs = 3_600_000;
const textLengthMax = 1_000_000;
const faultsShownMax = 20;
const usualTimeZone = "Europe/Brussels";
const idForm = /^[a-z0-9][a-z0-9-]{0,30}$/;
const portRange = { min: 0, max: 65_535, whole: true };

/**
 * Reads a scenario.
 *
 * @param text YAML, version 1, at most 1 MB.
 * @returns The scenario; all its instants are absolute.
 * @throws MegaError CONFIG_INVALID naming every fault with its path, what was found and what is
 *   allowed.
 */
export function parseScenario(text: string, options: ParseScenarioOptions = {}): Scenario {
  const faults: ScenarioFault[] = [];
  const reader = new FieldReader(parseYaml(text), "", faults);
  reader.number("version", { min: 1, max: 1, whole: true });
  const scenario = readScenario(reader, options.referenceMs ?? null);
  reader.done();
  // What stands between entries is judged when each of them is right.
  const found = faults.length > 0 ? faults : checkScenario(scenario);
  if (found.length > 0) throw invalid(found);
  return scenario;
}

function parseYaml(text: string): unknown {
  if (text.length > textLengthMax) {
    throw invalid([faultAt("", `${text.length} characters`, `at most ${textLengthMax}`)]);
  }
  try {
    return parse(text);
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw invalid([faultAt("", found, "YAML")], cause);
  }
}

function readScenario(reader: FieldReader, referenceMs: number | null): Scenario {
  const timeZone = readTimeZone(reader);
  const readInstant = instantReader({ referenceMs, timeZone });
  const startMs = reader.instant("start", readInstant);
  if (startMs % hourMs !== 0) reader.refuse("start", "a whole hour");
  return {
    seed: reader.number("seed", { min: 0, max: 4_294_967_295, whole: true }),
    timeZone,
    startMs,
    buses: reader.list("buses", 16).map(readBus),
    p1Ports: reader.list("p1Ports", 8).map(readP1Port),
    brokerPort: reader.has("brokerPort") ? reader.number("brokerPort", portRange) : null,
    meters: reader.list("meters", 128).map((meter) => readMeter(meter, readInstant)),
  };
}

function readTimeZone(reader: FieldReader): string {
  if (!reader.has("timeZone")) return usualTimeZone;
  const timeZone = reader.text("timeZone");
  try {
    checkTimeZone(timeZone);
    return timeZone;
  } catch {
    reader.refuse("timeZone", "an IANA name such as Europe/Brussels");
    return usualTimeZone;
  }
}

function readBus(reader: FieldReader): ScenarioBus {
  const bus = {
    id: reader.text("id", idForm),
    framing: reader.choice("framing", ["rtu", "mbap"], "rtu"),
    port: reader.number("port", portRange),
  };
  reader.done();
  return bus;
}

function readP1Port(reader: FieldReader): ScenarioP1Port {
  const intervalRange = { min: 100, max: 3_600_000, whole: true };
  const port = {
    id: reader.text("id", idForm),
    port: reader.number("port", portRange),
    intervalMs: reader.numberOr("intervalMs", intervalRange, 1000),
  };
  reader.done();
  return port;
}

function invalid(faults: readonly ScenarioFault[], cause?: unknown): MegaError {
  const lines = faults
    .slice(0, faultsShownMax)
    .map(({ path, value, allowed }) => `  ${path}: found ${value}; ${allowed}`);
  if (faults.length > lines.length) lines.push(`  and ${faults.length - lines.length} more`);
  return new MegaError("CONFIG_INVALID", `The scenario cannot be used:\n${lines.join("\n")}`, {
    hint: "Compare the file with demo/building.yaml.",
    context: { faults },
    cause,
  });
}
