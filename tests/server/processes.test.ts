// `mega server --processes 2`: one address, one database, and a process that is killed comes back.

import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { processesIn } from "../../apps/server/src/database/local/those-before.ts";
import { makeOpenFolder } from "../../apps/server/src/testing/test-database.ts";
import { mega } from "../gateway/mega-process.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const main = join(root, "apps", "cli", "src", "main.ts");
let above: string;
let data: string;
let running: ChildProcess | undefined;
beforeEach(() => {
  above = makeOpenFolder();
  data = join(above, "data");
});
afterEach(() => {
  running?.kill("SIGKILL");
  running = undefined;
  rmSync(above, { recursive: true, force: true });
});

const waiting = { timeout: 60_000, interval: 100 };

async function startProcesses(count: number) {
  const env = { ...process.env };
  delete env["DATABASE_URL"];
  const words = ["server", "--data", data, "--port", "0", "--log", "silent"];
  const child = spawn(
    process.execPath,
    ["--disable-warning=DEP0169", main, ...words, "--processes", String(count)],
    { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] },
  );
  running = child;
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const address = /^Server: (http:\S+)$/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    void ended.then((code) => reject(new Error(`it ended with code ${code}:\n${said}`)));
  });
  const pid = child.pid ?? 0;
  return {
    url,
    /** Node's processes that it has started. */
    workers: () => childrenOf(pid).filter((one) => commandOf(one).includes("main.ts")),
    end(signal: NodeJS.Signals) {
      child.kill(signal);
      return ended;
    },
  };
}

function childrenOf(pid: number): readonly number[] {
  const told = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return told === "" ? [] : told.split(" ").map(Number);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

/** 0 where nobody answers: a connection that was handed to a process as it died. */
const health = (url: string) =>
  fetch(`${url}/health`, { headers: { connection: "close" }, signal: AbortSignal.timeout(5000) })
    .then(({ status }) => status)
    .catch(() => 0);

test("two processes serve one address; a killed one comes back, and all end together", async () => {
  const server = await startProcesses(2);
  expect(await health(server.url)).toBe(200);
  const before = server.workers();
  expect(before).toHaveLength(2);
  process.kill(before[0] ?? 0, "SIGKILL");
  // The other one answers meanwhile.
  for (let times = 0; times < 5; times++) {
    await expect.poll(() => health(server.url), waiting).toBe(200);
  }
  await expect.poll(() => server.workers().length, waiting).toBe(2);
  expect(server.workers()).not.toEqual(before);
  const workers = server.workers();
  expect(await server.end("SIGTERM")).toBe(0);
  expect(workers.map(commandOf)).toEqual(["", ""]);
});

test("when the first one is killed the others end, and its database with them", async () => {
  const server = await startProcesses(2);
  const workers = server.workers();
  await server.end("SIGKILL");
  await expect.poll(() => workers.map(commandOf), waiting).toEqual(["", ""]);
  const files = join(realpathSync(data), "postgres", "data");
  await expect.poll(() => processesIn(files), waiting).toEqual([]);
});

test("what cannot be served is said once, and by the first one", async () => {
  const wrong = ["--certificate", join(above, "none.pem"), "--key", join(above, "none.key")];
  const at = ["server", "--data", data, "--port", "0", "--log", "silent", "--processes", "2"];
  const { code, output } = await mega(...at, ...wrong);
  expect(code).not.toBe(0);
  expect(output.match(/REQUEST_INVALID: /g), output).toHaveLength(1);
  const few = await mega("server", "--data", data, "--processes", "0");
  expect([few.code, few.output]).toEqual([2, expect.stringContaining("1 to 32")]);
  const role = await mega("server", "--data", data, "--role", "ingress");
  expect([role.code, role.output]).toEqual([2, expect.stringContaining("ingest, portal, jobs")]);
});
