// The bus: our master beside libmodbus, modbus-serial and jsmodbus. The long form with every table is
// `npm run bench:modbus`; here stand its goals.

import { judgeGoals } from "../../../packages/modbus/bench/goals.ts";
import { measureAll } from "../../../packages/modbus/bench/measure-all.ts";
import { buildPrograms } from "../../../packages/modbus/bench/processes.ts";
import type { BenchPart } from "../row.ts";

export const part: BenchPart = {
  name: "bus",
  async run(tell) {
    const programs = buildPrograms();
    try {
      for (const judged of judgeGoals(await measureAll(programs))) {
        const besideLibmodbus = judged.name.includes("libmodbus");
        const figure = `${judged.asItIs}; ${judged.undisturbed} undisturbed`;
        tell({
          what: judged.name,
          figure,
          peer: besideLibmodbus ? "libmodbus 1.00" : null,
          ratio: besideLibmodbus ? `${judged.asItIs} ×` : null,
          goal: judged.goal,
          met: judged.met,
        });
      }
    } finally {
      programs.remove();
    }
  },
};
