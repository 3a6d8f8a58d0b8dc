// `mega server` from an empty folder to its first answer.

import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { systemClock } from "@mega/domain";
import { middleOf } from "../measure/middle.ts";
import type { BenchRow } from "../row.ts";
import { atMost } from "./rows.ts";

const main = fileURLToPath(new URL("../../../apps/cli/src/main.ts", import.meta.url));
const STARTS = 3;

/** Measures it. */
export async function measureStart(tell: (row: BenchRow) => void): Promise<void> {
  const seconds: number[] = [];
  for (let start = 0; start < STARTS; start += 1) seconds.push((await startMs()) / 1000);
  tell(atMost("from an empty folder to the first answer, from sources", middleOf(seconds), 3, "s"));
}

async function startMs(): Promise<number> {
  const clock = systemClock();
  const folder = mkdtempSync(join(tmpdir(), "mega-bench-start-"));
  chmodSync(folder, 0o711);
  const { DATABASE_URL: _, ...env } = process.env;
  const words = ["server", "--data", join(folder, "data"), "--port", "0", "--log", "error"];
  const fromMs = clock.monotonicMs();
  const child = spawn(process.execPath, ["--disable-warning=DEP0169", main, ...words], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  try {
    const url = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        const found = /^Server: (http:\S+)$/.exec(line)?.[1];
        if (found !== undefined) resolve(found);
      });
      void ended.then(() => reject(new Error("the server ended before it listened")));
    });
    const answer = await fetch(`${url}/health`);
    if (!answer.ok) throw new Error(`the first answer was ${answer.status}`);
    return clock.monotonicMs() - fromMs;
  } finally {
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}
