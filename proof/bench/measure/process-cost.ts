// What a running process costs, as the kernel counts it.

import { readdirSync, readFileSync } from "node:fs";

/** Memory of a process in bytes. */
export interface ProcessMemory {
  /** All that is in memory, the program's file included. */
  readonly rssBytes: number;
  /** The same with what is shared with others divided among them. */
  readonly pssBytes: number;
  /** What is the process's own and stands in no file. */
  readonly anonymousBytes: number;
}

/** Reads the memory of a process: /proc/PID/smaps_rollup. */
export function memoryOf(pid: number): ProcessMemory {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const bytes = (name: string) => {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text)?.[1];
    if (found === undefined) throw new Error(`/proc/${pid}/smaps_rollup has no ${name}`);
    return Number(found) * 1024;
  };
  return { rssBytes: bytes("Rss"), pssBytes: bytes("Pss"), anonymousBytes: bytes("Anonymous") };
}

/**
 * Processor time that the threads of a process have used, in milliseconds. It is finer than
 * /proc/PID/stat, whose steps are of 10 ms; a thread that has ended is not counted any more.
 */
export function cpuMsOf(pid: number): number {
  const folder = `/proc/${pid}/task`;
  const nanoseconds = readdirSync(folder).map((thread) => {
    const [onCpu = ""] = readFileSync(`${folder}/${thread}/schedstat`, "utf8").split(" ");
    return Number(onCpu);
  });
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
}

/** "98.4 MB"; a megabyte has 1 000 000 bytes. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
