// `npm run bench:modbus`: our master beside libmodbus, modbus-serial and jsmodbus, in one run on one
// machine. Prints tables and ends by itself within four minutes.

import { cpus, loadavg } from "node:os";
import { printGoals } from "./goals.ts";
import { measureLine, measureLineShort, printLine } from "./line-cases.ts";
import { buildPrograms, keepCoresAwake, keepOtherCoresBusy } from "./processes.ts";
import { measurePty, measureTcp, printThroughput } from "./throughput.ts";

function loadText(): string {
  return `load ${loadavg()[0]?.toFixed(1)}`;
}

async function whileRunning<T>(end: () => void, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    end();
  }
}

const programs = buildPrograms();
try {
  const machine = `${cpus().length} cores (${cpus()[0]?.model})`;
  console.log(`${machine}, ${loadText()}, Node ${process.version}`);
  const { tcp, pty } = await whileRunning(
    keepOtherCoresBusy(programs, cpus().length),
    async () => ({
      tcp: await measureTcp(programs),
      pty: await measurePty(programs),
    }),
  );
  printThroughput("Loopback Modbus TCP, 4 words, on one core", tcp);
  printThroughput("Loopback RTU on a pseudo-terminal, 4 words, no rests, on one core", pty);
  const line = await measureLine(programs);
  printLine("32 meters at 9600 8N1", line);
  const awake = await whileRunning(keepCoresAwake(programs, cpus().length), () =>
    measureLineShort(programs),
  );
  printLine("32 meters at 9600 8N1, cores kept awake", awake);
  printGoals({ tcp, pty, line, awake });
  console.log(`\n${loadText()} at the end`);
} finally {
  programs.remove();
}
