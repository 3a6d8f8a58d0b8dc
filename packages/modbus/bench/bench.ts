// `npm run bench:modbus`: our master beside libmodbus, modbus-serial and jsmodbus, in one run on one
// machine. Prints tables and ends by itself within five minutes.

import { cpus, loadavg } from "node:os";
import { printGoals } from "./goals.ts";
import { measureAll } from "./measure-all.ts";
import { buildPrograms } from "./processes.ts";

function loadText(): string {
  return `load ${loadavg()[0]?.toFixed(1)}`;
}

const programs = buildPrograms();
try {
  const machine = `${cpus().length} cores (${cpus()[0]?.model})`;
  console.log(`${machine}, ${loadText()}, Node ${process.version}`);
  printGoals(await measureAll(programs));
  console.log(`\n${loadText()} at the end`);
} finally {
  programs.remove();
}
