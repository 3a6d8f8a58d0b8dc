/** Says in the data folder which process runs the gateway, so that set-up and the command know. */

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

const NAME = "gateway.pid";

/** Writes the process number; the returned function removes it. Throws when the disk takes nothing. */
export function writePidFile(dataFolder: string): () => void {
  const file = join(dataFolder, NAME);
  writeFileSync(file, `${process.pid}\n`);
  return () => rmSync(file, { force: true });
}

/** The process that runs a gateway on the folder; undefined when none does. */
export function runningGateway(dataFolder: string): number | undefined {
  let pid: number;
  try {
    pid = Number(readFileSync(join(dataFolder, NAME), "utf8"));
  } catch {
    return undefined;
  }
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? pid : undefined;
  }
}
