// `npm run bench:modbus`: our master beside libmodbus, modbus-serial and jsmodbus, in one run on one
// machine. Prints tables and ends by itself within five minutes.

import { cpus, loadavg } from "node:os";
import type { Figures } from "./goals.ts";
import { printGoals } from "./goals.ts";
import { measureLine, measureOurLine, printLine } from "./line-cases.ts";
import type { Programs } from "./processes.ts";
import { buildPrograms, keepCoresAwake, keepOtherCoresBusy } from "./processes.ts";
import { measureThroughput, printThroughput } from "./throughput.ts";

function loadText(): string {
  return `load ${loadavg()[0]?.toFixed(1)}`;
}

async function measureLoopback(
  built: Programs,
  onOneCore: boolean,
): Promise<Pick<Figures, "tcp" | "pty">> {
  const where = onOneCore ? ", on one core" : "";
  const tcp = await measureThroughput(built, "tcp", onOneCore);
  printThroughput(`Loopback Modbus TCP, 4 words${where}`, tcp);
  const pty = await measureThroughput(built, "pty", onOneCore);
  printThroughput(`RTU on a pseudo-terminal, 4 words, no rests${where}`, pty);
  return { tcp, pty };
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
  const cores = cpus().length;
  const asItIs = await measureLoopback(programs, false);
  const line = await measureLine(programs);
  printLine("32 meters at 9600 8N1", line);
  const onOneCore = await whileRunning(keepOtherCoresBusy(programs, cores), () =>
    measureLoopback(programs, true),
  );
  const awakeLine = await whileRunning(keepCoresAwake(programs, cores), () =>
    measureOurLine(programs),
  );
  printLine("32 meters at 9600 8N1, cores kept awake", awakeLine);
  printGoals({
    asItIs: { ...asItIs, line },
    undisturbed: { ...onOneCore, line: awakeLine },
  });
  console.log(`\n${loadText()} at the end`);
} finally {
  programs.remove();
}
