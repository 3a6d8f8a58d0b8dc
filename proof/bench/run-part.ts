// Runs one part in a process of its own and gathers what it tells.

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { sleep, systemClock } from "@mega/domain";
import type { BenchRow } from "./row.ts";
import type { PartResult } from "./verdict.ts";

const child = fileURLToPath(new URL("run-part.child.ts", import.meta.url));
/** No part takes so long unless it hangs. */
const partMsMax = 30 * 60_000;
const rowsMax = 200;

/**
 * Runs a part to its end.
 *
 * @param onRow Hears each row as soon as it is known.
 */
export async function runPart(part: string, onRow: (row: BenchRow) => void): Promise<PartResult> {
  const rows: BenchRow[] = [];
  const running = fork(child, [part], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  running.on("message", (row) => {
    if (rows.length === rowsMax) running.kill();
    rows.push(row as BenchRow);
    onRow(row as BenchRow);
  });
  const over = new AbortController();
  const overdue = sleep(systemClock(), partMsMax, over.signal).then(() => {
    if (!over.signal.aborted) running.kill("SIGKILL");
  });
  const failure = await new Promise<string | null>((resolve) => {
    running.once("error", (error) => resolve(error.message));
    running.once("close", (code, signal) => {
      if (code === 0) resolve(rows.length === 0 ? "it told nothing" : null);
      else resolve(`it ended with ${signal ?? `code ${code}`}`);
    });
  });
  over.abort();
  await overdue;
  return { part, rows, failure };
}
