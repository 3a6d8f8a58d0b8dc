/** The public door of the simulator: a building on the wire or in memory, and its truth. */

export {
  type RandomBuilding,
  type RandomBuildingOptions,
  randomBuilding,
} from "./random/random-building.ts";
export type { MeterFace, SiteNote } from "./random/site-notes.ts";
export type { Fault } from "./scenario/faults.ts";
export { type ParseScenarioOptions, parseScenario } from "./scenario/parse-scenario.ts";
export type { Scenario, ScenarioMeter } from "./scenario/scenario.ts";
export { type SimulateIo, type SimulateSettings, simulate } from "./simulate.ts";
export { type BuildingTruth, buildingTruth } from "./truth/building-truth.ts";
export type { ServedLine } from "./wire/open-places.ts";
export type { RunningSimulator, SimulatorOptions } from "./wire/serve.ts";
export { startSimulator } from "./wire/serve.ts";
export type {
  MemoryBuilding,
  MemoryBuildingOptions,
  MemoryMessage,
} from "./wire/serve-in-memory.ts";
export { serveInMemory } from "./wire/serve-in-memory.ts";
export type { Delivered, Witness, WitnessedAnswer, WitnessedSpan } from "./witness/witness.ts";
