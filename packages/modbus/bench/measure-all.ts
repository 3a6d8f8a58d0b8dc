// Everything that the goals of the bus are judged by, as the machine is and undisturbed.

import { cpus } from "node:os";
import type { BenchFigures, Figures } from "./goals.ts";
import { measureLine, measureOurLine, printLine } from "./line-cases.ts";
import type { Programs } from "./processes.ts";
import { keepCoresAwake, keepOtherCoresBusy } from "./processes.ts";
import { measureThroughput, printThroughput } from "./throughput.ts";

/** Measures every master in every case, and prints a table of each; takes about five minutes. */
export async function measureAll(programs: Programs): Promise<BenchFigures> {
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
  return {
    asItIs: { ...asItIs, line },
    undisturbed: { ...onOneCore, line: awakeLine },
  };
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
