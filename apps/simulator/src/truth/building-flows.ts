/** What flows through every counter of a building, hour by hour; the main meter adds its feeds up. */

import type { Load, Scenario, ScenarioMeter } from "../scenario/scenario.ts";
import {
  commonFlow,
  excessFlow,
  type Flow,
  flowDuring,
  gasFlow,
  heatFlow,
  householdFlow,
  solarFlow,
  sumOfFlows,
  waterFlow,
} from "./flows.ts";
import { isDayTariff } from "./hour-of-life.ts";
import { rememberedFlow } from "./remembered-flow.ts";
import { seedOf } from "./seeded-hash.ts";

/** Flows by counter. */
type CounterFlows = Readonly<Record<string, Flow>>;

/** The flows of a building. */
export interface BuildingFlows {
  /** By the counters of the meter's load. */
  ofMeter(meter: ScenarioMeter): CounterFlows;
  /**
   * What the import register of a meter turns by, backwards too, where somebody feeds in behind it;
   * undefined where it counts what passes.
   */
  turningImport(meter: ScenarioMeter): Flow | undefined;
  /** What one input of a pulse counter counts; undefined where it has no such input. */
  ofInput(meter: ScenarioMeter, inputId: string): Flow | undefined;
}

const nothing: Flow = () => 0;
const micro = 1_000_000;
const hourMs = 3_600_000;
/** 22 months: at a start every tariff of the main meter adds the whole past up, one after another. */
const mainHoursKept = 16_384;

/** Works the flows of a scenario out, each once and only when it is asked for. */
export function buildingFlows({ seed, meters }: Scenario): BuildingFlows {
  const byMeter = new Map<string, CounterFlows>();

  function ofMeter(meter: ScenarioMeter): CounterFlows {
    const { id } = meter;
    const known = byMeter.get(id);
    if (known !== undefined) return known;
    const used = usedBy(meter);
    const fedIn = fedInFlow(meter);
    const flows =
      fedIn === undefined
        ? used
        : { ...used, import: excessFlow(used["import"] ?? nothing, fedIn) };
    byMeter.set(id, flows);
    return flows;
  }

  function usedBy({ id, load }: ScenarioMeter): CounterFlows {
    return load === undefined ? {} : ofLoad(load, id);
  }

  function ofLoad(load: Load, name: string): CounterFlows {
    if (load.kind !== "main") return ownFlows(load, seed, name);
    const fed = meters.filter(({ id }) => load.feeds.includes(id)).map(ofMeter);
    return mainFlows(fed, load.lossPermille);
  }

  return {
    ofMeter,
    turningImport(meter) {
      const backwards = fedInFlow(meter, "falls");
      const used = usedBy(meter)["import"];
      const passed = ofMeter(meter)["import"];
      if (backwards === undefined || used === undefined || passed === undefined) return undefined;
      return (hourNo) => {
        const fedIn = backwards(hourNo);
        return fedIn === 0 ? passed(hourNo) : used(hourNo) - fedIn;
      };
    },
    ofInput(meter, inputId) {
      const input = meter.inputs[inputId];
      if (input === undefined) return undefined;
      const flows = ofLoad(input.load, `${meter.id}/${inputId}`);
      return flows["volume"] ?? flows["import"];
    },
  };
}

/** What is fed in behind a meter that only knows import; undefined where nobody does. */
function fedInFlow({ faults }: ScenarioMeter, register?: "falls"): Flow | undefined {
  const exports = faults
    .filter((fault) => fault.kind === "export")
    .filter((fault) => register === undefined || fault.register === register);
  if (exports.length === 0) return undefined;
  return (hourNo) => {
    const atMs = hourNo * hourMs;
    const now = exports.find(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
    return now === undefined ? 0 : Math.round(now.unitsPerHour * micro);
  };
}

/** What is used beyond what is given within the building comes from outside, and the reverse. */
function mainFlows(fed: readonly CounterFlows[], lossPermille: number): CounterFlows {
  const imports = sumOfFlows(fed.map((flows) => flows["import"] ?? nothing));
  const exports = sumOfFlows(fed.map((flows) => flows["export"] ?? nothing));
  const given = rememberedFlow(exports, mainHoursKept);
  const used = rememberedFlow((hourNo) => {
    const sum = imports(hourNo);
    return sum + Math.round((sum * lossPermille) / 1000);
  }, mainHoursKept);
  return byTariff(excessFlow(used, given), excessFlow(given, used));
}

function ownFlows(
  load: Exclude<Load, { kind: "main" }>,
  buildingSeed: number,
  name: string,
): CounterFlows {
  const seed = seedOf(buildingSeed, name);
  const skySeed = seedOf(buildingSeed, "sky");
  switch (load.kind) {
    case "household": {
      const used = rememberedFlow(householdFlow(seed, load.yearlyKwh));
      const solar = rememberedFlow(solarFlow(skySeed, load.solarYearlyKwh ?? 0));
      return { import: excessFlow(used, solar), export: excessFlow(solar, used) };
    }
    case "common":
      return { import: rememberedFlow(commonFlow(seed, load.yearlyKwh)), export: nothing };
    case "solar":
      return { import: nothing, export: rememberedFlow(solarFlow(skySeed, load.yearlyKwh)) };
    case "heat": {
      const energy = rememberedFlow(heatFlow(seed, skySeed, load.yearlyKwh));
      // 1 m³ of water that cools by 25 K gives 29 kWh.
      return { energy, volume: (hourNo) => Math.round(energy(hourNo) / 29) };
    }
    case "water":
      return { volume: rememberedFlow(waterFlow(seed, load.yearlyM3)) };
    case "gas":
      return { volume: rememberedFlow(gasFlow(seed, skySeed, load.yearlyM3)) };
  }
}

function byTariff(imports: Flow, exports: Flow): CounterFlows {
  const isNight = (hourNo: number) => !isDayTariff(hourNo);
  return {
    import: imports,
    export: exports,
    importDay: flowDuring(imports, isDayTariff),
    importNight: flowDuring(imports, isNight),
    exportDay: flowDuring(exports, isDayTariff),
    exportNight: flowDuring(exports, isNight),
  };
}
