// `mega server` as a process of its own with a PostgreSQL of its own: from an empty folder to the first
// answer, a gateway's enrolment by the command line, a clean end, and what a kill leaves behind.

import { spawn } from "node:child_process";
import { realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Enrolment, EnrolmentProgress } from "@mega/uplink";
import { afterAll, beforeAll, expect, test } from "vitest";
import { processesIn } from "../../apps/server/src/database/local/those-before.ts";
import { makeOpenFolder } from "../../apps/server/src/testing/test-database.ts";
import { mega } from "../gateway/mega-process.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const main = join(root, "apps", "cli", "src", "main.ts");
const MAC = "02:00:00:00:00:09";
let above: string;
let data: string;
beforeAll(() => {
  above = makeOpenFolder();
  data = join(above, "data");
});
afterAll(() => rmSync(above, { recursive: true, force: true }));

interface ServerProcess {
  readonly url: string;
  readonly metricsUrl: string;
  readonly tookMs: number;
  /** Sends a signal and resolves to the exit code. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
}

/** Starts it on free ports and asks it until it answers. */
async function startServer(): Promise<ServerProcess> {
  const env = { ...process.env };
  delete env["DATABASE_URL"];
  const words = ["server", "--data", data, "--port", "0", "--metrics-port", "0", "--log", "warn"];
  const beganMs = performance.now();
  const child = spawn(process.execPath, ["--disable-warning=DEP0169", main, ...words], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const [url = "", metricsUrl = ""] = await new Promise<readonly string[]>((resolve, reject) => {
    const found: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => {
      said += `${line}\n`;
      const address = /^(?:Server|Metrics): (http:\S+)$/.exec(line)?.[1];
      if (address !== undefined) found.push(address);
      if (found.length === 2) resolve(found);
    });
    void ended.then((code) => reject(new Error(`the server ended with code ${code}:\n${said}`)));
  });
  const answer = await fetch(`${url}/health`);
  expect(await answer.json()).toEqual({ ok: true });
  const tookMs = performance.now() - beganMs;
  return {
    ...{ url, metricsUrl, tookMs },
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

async function ask<Answer>(url: string, secret?: string, body?: object): Promise<Answer> {
  const authorization = secret === undefined ? {} : { authorization: `Bearer ${secret}` };
  const type = body === undefined ? {} : { "content-type": "application/json" };
  const answer = await fetch(url, {
    method: body === undefined ? "GET" : "POST",
    headers: { ...authorization, ...type },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.status, url).toBeLessThan(300);
  return (await answer.json()) as Answer;
}

test("from an empty folder to a clean end, with a gateway enrolled by the command line", async () => {
  const server = await startServer();
  process.stdout.write(`server from an empty folder: ${Math.round(server.tookMs)} ms\n`);
  const enrolments = `${server.url}/v1/enrolments`;
  const { code, secret } = await ask<Enrolment>(enrolments, undefined, {
    mac: MAC,
    model: "MEGA32",
  });
  const progress = () => ask<EnrolmentProgress>(`${enrolments}/current`, secret);
  expect(await progress()).toMatchObject({ state: "waiting" });

  const whose = ["--building", "Rue Haute 1", "--manager", "Anna@example.org", "--data", data];
  const wrong = await mega("server", "enrol", "0000-0000", ...whose);
  expect([wrong.code, wrong.output]).toEqual([1, expect.stringContaining("CODE_REFUSED: ")]);
  const right = await mega("server", "enrol", code.toLowerCase(), ...whose);
  expect(right.output).toBe(`Gateway 1 (MEGA32, ${MAC}) is enrolled.\n`);
  expect(right.code).toBe(0);
  expect(await progress()).toMatchObject({ state: "redeemed", building: "Rue Haute 1" });

  const refused = await fetch(`${enrolments}/current`);
  expect(refused.status).toBe(401);
  const figures = await (await fetch(server.metricsUrl)).text();
  expect(figures).toContain('mega_server_refusals_total{code="UNAUTHENTICATED"} 1\n');
  expect(figures).toContain('mega_server_enrolments_total{step="begun"} 1\n');
  expect(await server.end("SIGTERM")).toBe(0);
});

test("a server that was killed comes back on its folder, and nobody has run away with it", async () => {
  const killed = await startServer();
  const second = await mega("server", "--data", data, "--port", "0");
  expect([second.code, second.output]).toEqual([1, expect.stringContaining("DATABASE_LOCKED: ")]);
  await killed.end("SIGKILL");
  const files = join(realpathSync(data), "postgres", "data");
  await expect.poll(() => processesIn(files), { timeout: 20_000 }).toEqual([]);
  const server = await startServer();
  process.stdout.write(`server on its folder after a kill: ${Math.round(server.tookMs)} ms\n`);
  const again = await mega("server", "enrol", "0000-0000", "--data", data, ...nobody);
  expect(again.output).toContain("CODE_REFUSED: ");
  expect(await server.end("SIGINT")).toBe(0);
  const stopped = await mega("server", "enrol", "0000-0000", "--data", data, ...nobody);
  expect(stopped.output).toContain("DATABASE_UNAVAILABLE: ");
});

const nobody = ["--building", "Rue Haute 1", "--manager", "anna@example.org"];
