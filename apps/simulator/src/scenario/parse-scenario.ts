/** From the text of a scenario file to a scenario, or every fault in it. */

import { MegaError, parseInstant } from "@mega/domain";
import { parse } from "yaml";
import { FieldReader, type ScenarioFault } from "./field-reader.ts";
import { readMeter } from "./read-meter.ts";
import type { Scenario, ScenarioMeter } from "./scenario.ts";

const hourMs = 3_600_000;
const idForm = /^[a-z0-9][a-z0-9-]{0,30}$/;
const portRange = { min: 0, max: 65_535, whole: true };

/**
 * Reads a scenario.
 *
 * @param text YAML, version 1.
 * @returns The scenario.
 * @throws MegaError CONFIG_INVALID naming every fault with its path.
 */
export function parseScenario(text: string): Scenario {
  const faults: ScenarioFault[] = [];
  let document: unknown;
  try {
    document = parse(text);
  } catch (cause) {
    throw invalid([{ path: "/", message: "is no YAML" }], cause);
  }
  const reader = new FieldReader(document, "", faults);
  reader.number("version", { min: 1, max: 1, whole: true });
  const scenario = readScenario(reader);
  reader.done();
  faults.push(...crossFaults(scenario));
  if (faults.length > 0) throw invalid(faults);
  return scenario;
}

function readScenario(reader: FieldReader): Scenario {
  const startMs = reader.instant("start", parseInstant);
  if (startMs % hourMs !== 0) reader.refuse("start", "must be a whole hour");
  return {
    seed: reader.number("seed", { min: 0, max: 4_294_967_295, whole: true }),
    startMs,
    buses: reader.list("buses", 16).map((bus) => {
      const read = {
        id: bus.text("id", idForm),
        framing: bus.choice("framing", ["rtu", "mbap"], "rtu"),
        port: bus.number("port", portRange),
      };
      bus.done();
      return read;
    }),
    p1Ports: reader.list("p1Ports", 8).map((port) => {
      const read = {
        id: port.text("id", idForm),
        port: port.number("port", portRange),
        intervalMs: port.has("intervalMs")
          ? port.number("intervalMs", { min: 100, max: 3_600_000, whole: true })
          : 1000,
      };
      port.done();
      return read;
    }),
    brokerPort: reader.has("brokerPort") ? reader.number("brokerPort", portRange) : null,
    meters: reader.list("meters", 128).map(readMeter),
  };
}

/** Faults between entries: doubled names, references to nothing, two meters in one place. */
function crossFaults({ buses, p1Ports, brokerPort, meters }: Scenario): ScenarioFault[] {
  const busIds = buses.map(({ id }) => id);
  const portIds = p1Ports.map(({ id }) => id);
  const faults = doubles([...busIds, ...portIds], "/buses");
  faults.push(
    ...doubles(
      meters.map(({ id }) => id),
      "/meters",
    ),
  );
  faults.push(...doubles(meters.map(placeText), "/meters"));
  const meterIds = new Set(meters.map(({ id }) => id));
  meters.forEach((meter, index) => {
    const path = `/meters/${index}`;
    const { place, load } = meter;
    if (place.kind === "bus" && !busIds.includes(place.bus)) {
      faults.push({ path: `${path}/bus`, message: `names no bus: "${place.bus}"` });
    }
    if (place.kind === "p1" && !portIds.includes(place.port)) {
      faults.push({ path: `${path}/p1Port`, message: `names no P1 port: "${place.port}"` });
    }
    if (place.kind === "mqtt" && brokerPort === null) {
      faults.push({ path: `${path}/mqtt`, message: "needs a brokerPort" });
    }
    for (const fed of load?.kind === "main" ? load.feeds : []) {
      const isMain = meters.find(({ id }) => id === fed)?.load?.kind === "main";
      if (!meterIds.has(fed) || isMain) {
        faults.push({ path: `${path}/load/feeds`, message: `names no meter to add: "${fed}"` });
      }
    }
  });
  return faults;
}

function placeText({ place }: ScenarioMeter): string {
  switch (place.kind) {
    case "bus":
      return `${place.bus} address ${place.address}`;
    case "p1":
      return `${place.port} ${place.equipmentId}`;
    case "mqtt":
      return `${place.mac} channel ${place.deviceChannel}`;
  }
}

function doubles(names: readonly string[], path: string): ScenarioFault[] {
  const again = names.filter((name, index) => names.indexOf(name) !== index);
  return again.map((name) => ({ path, message: `names "${name}" twice` }));
}

function invalid(faults: readonly ScenarioFault[], cause?: unknown): MegaError {
  const list = faults.map(({ path, message }) => `${path} ${message}`).join("; ");
  return new MegaError("CONFIG_INVALID", `The scenario cannot be used: ${list}.`, {
    hint: "Compare the file with demo/building.yaml.",
    context: { faults },
    cause,
  });
}
