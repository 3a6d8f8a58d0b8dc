/** Faults between the entries of a scenario, which no single field shows. Pure. */

import { misplacedFaults } from "./check-faults.ts";
import { faultAt, type ScenarioFault } from "./field-reader.ts";
import { countersOfLoad } from "./load-counters.ts";
import type { Load, Scenario, ScenarioMeter } from "./scenario.ts";

const subMetersMax = 4;

/**
 * Checks names, references and places.
 *
 * @returns Every fault: doubled names, references to nothing, two meters in one place, a start index
 *   that no counter has, a load that its place cannot show.
 */
export function checkScenario(scenario: Scenario): readonly ScenarioFault[] {
  const { buses, p1Ports, meters } = scenario;
  return [
    ...doubles(
      [...buses, ...p1Ports].map(({ id }) => id),
      "/buses",
    ),
    ...doubles(
      meters.map(({ id }) => id),
      "/meters",
    ),
    ...doubles(meters.map(placeText), "/meters"),
    ...meters.flatMap((meter, index) => [
      ...placeFaults(scenario, meter, `/meters/${index}`),
      ...feedFaults(scenario, meter, `/meters/${index}/load/feeds`),
      ...startFaults(meter, `/meters/${index}`),
      ...misplacedFaults(scenario, meter, `/meters/${index}`),
    ]),
    ...p1Ports.flatMap(({ id }, index) => mainFaults(meters, id, `/p1Ports/${index}`)),
  ];
}

function placeFaults(
  { buses, p1Ports, brokerPort }: Scenario,
  { place, load }: ScenarioMeter,
  path: string,
): readonly ScenarioFault[] {
  const found: ScenarioFault[] = [];
  switch (place.kind) {
    case "bus":
      return [...found, ...unknown(`${path}/bus`, place.bus, buses)];
    case "p1": {
      found.push(...unknown(`${path}/p1Port`, place.port, p1Ports));
      if (load === undefined || !["main", "gas", "water"].includes(load.kind)) {
        found.push(faultAt(`${path}/load/kind`, load?.kind, "main, gas or water behind a P1 port"));
      }
      return found;
    }
    case "mqtt":
      if (brokerPort === null) {
        found.push(faultAt(`${path}/mqtt`, place.mac, "no MQTT meter without a brokerPort"));
      }
      return found;
  }
}

/** What the main meter adds up is electricity, each meter once, and no other sum. */
function feedFaults(
  { meters }: Scenario,
  { load }: ScenarioMeter,
  path: string,
): readonly ScenarioFault[] {
  if (load?.kind !== "main") return [];
  const electric = meters.filter(
    (meter) => meter.load !== undefined && countersOfLoad(meter.load).includes("import"),
  );
  const own = electric.filter((meter) => meter.load?.kind !== "main");
  return [...doubles(load.feeds, path), ...load.feeds.flatMap((fed) => unknown(path, fed, own))];
}

/** A start index for a counter that the load has not would pass unseen. */
function startFaults(
  { load, start, exchanges, inputs, faults, rollsOverAt }: ScenarioMeter,
  path: string,
): ScenarioFault[] {
  const counters = load === undefined ? [] : startCountersOf(load);
  const allowed = counters.length === 0 ? "nothing beside inputs" : counters.join(", ");
  const starts = [
    [`${path}/start`, start] as const,
    ...exchanges.map((one, index) => [`${path}/exchanges/${index}/start`, one.start] as const),
    ...faults.flatMap((fault, index) =>
      fault.kind === "duplicate"
        ? [[`${path}/faults/${index}/otherStart`, fault.otherStart] as const]
        : [],
    ),
  ];
  const strange = starts.flatMap(([at, indexes]) =>
    Object.keys(indexes)
      .filter((counterId) => !counters.includes(counterId))
      .map((counterId) => faultAt(at, counterId, allowed)),
  );
  const registers = [...counters, ...Object.keys(inputs), "total"];
  const rolling = Object.entries(rollsOverAt).flatMap(([counterId, end]) => {
    const at = `${path}/rollsOverAt`;
    if (!registers.includes(counterId)) return [faultAt(at, counterId, registers.join(", "))];
    const begun = start[counterId] ?? inputs[counterId]?.startCount ?? 0;
    return begun < end ? [] : [faultAt(at, end, `more than the start, ${begun}`)];
  });
  return [...strange, ...rolling];
}

/** One utility meter a port, and behind it the four sub-meters that M-Bus has channels for. */
function mainFaults(meters: readonly ScenarioMeter[], portId: string, path: string) {
  const there = meters.filter(({ place }) => place.kind === "p1" && place.port === portId);
  const mains = there.filter(({ load }) => load?.kind === "main").length;
  const subMeters = there.length - mains;
  return [
    ...(mains === 1
      ? []
      : [faultAt(path, `${mains} main meters`, "exactly one meter whose load is main")]),
    ...(subMeters <= subMetersMax
      ? []
      : [faultAt(path, `${subMeters} sub-meters`, `at most ${subMetersMax}`)]),
  ];
}

/** The sums of a main meter follow from its tariffs. */
function startCountersOf(load: Load): readonly string[] {
  const counters = countersOfLoad(load);
  return load.kind === "main"
    ? counters.filter((id) => !["import", "export"].includes(id))
    : counters;
}

function placeText({ place, serialNumber }: ScenarioMeter): string {
  switch (place.kind) {
    case "bus":
      return `${place.bus} address ${place.address}`;
    case "p1":
      return `${place.port} ${serialNumber}`;
    case "mqtt":
      return `${place.mac} channel ${place.deviceChannel}`;
  }
}

function unknown(path: string, name: string, known: readonly { readonly id: string }[]) {
  if (known.some(({ id }) => id === name)) return [];
  return [faultAt(path, name, known.map(({ id }) => id).join(", ") || "nothing, as none is there")];
}

function doubles(names: readonly string[], path: string): readonly ScenarioFault[] {
  const again = names.filter((name, index) => names.indexOf(name) !== index);
  return again.map((name) => faultAt(path, name, "a name that stands once"));
}
