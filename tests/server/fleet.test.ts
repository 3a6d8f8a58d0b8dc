// The topology of a fleet without containers: three NATS nodes, two ingest processes, one with the jobs,
// and a PostgreSQL with a synchronous standby that takes over.

import { spawn } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { systemClock } from "@mega/domain";
import { afterEach, expect, test } from "vitest";
import { openServerDatabase } from "../../apps/server/src/database/server-database.ts";
import { dumpMirror } from "../../apps/server/src/testing/mirror-dump.ts";
import { lifeLedger } from "../../apps/server/src/testing/sent-ledger.ts";
import { makeOpenFolder } from "../../apps/server/src/testing/test-database.ts";
import { addTestGateway } from "../../apps/server/src/testing/test-fleet.ts";
import { startNatsPipe } from "./fleet/pipe-brokers.ts";
import { PipedUpload } from "./fleet/piped-upload.ts";
import { startPostgresPair } from "./fleet/postgres-pair.ts";

const clock = systemClock();
const root = fileURLToPath(new URL("../..", import.meta.url));
const main = join(root, "apps", "cli", "src", "main.ts");

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A process of the server; resolves to its address. */
function startRole(
  role: string,
  folder: string,
  databaseUrl: string,
  pipe: string,
): Promise<string> {
  const words = ["server", "--data", folder, "--port", "0", "--role", role, "--log", "silent"];
  const child = spawn(process.execPath, ["--disable-warning=DEP0169", main, ...words], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: databaseUrl, MEGA_PIPE: pipe },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  ends.push(() => {
    child.kill("SIGTERM");
    return ended;
  });
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const url = /^Server: (http:\S+)$/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
    void ended.then(() => reject(new Error(`${role} ended`)));
  });
}

test("nothing acknowledged is lost when the standby of a fleet takes over", async () => {
  const folder = makeOpenFolder();
  const pair = await startPostgresPair(folder, clock);
  ends.push(() => pair.stop());
  const brokers = await startNatsPipe(3);
  ends.push(() => brokers.stop());
  const roles = ["ingest", "ingest", "jobs"];
  const urls = await Promise.all(
    roles.map((role, no) => startRole(role, join(folder, `server-${no}`), pair.url, brokers.pipe)),
  );
  expect((await fetch(`${urls[2]}/v1/ledger`)).status).toBe(404);
  expect((await fetch(`${urls[0]}/portal/v1/session`)).status).toBe(404);

  const before = await openServerDatabase(pair.url);
  const uploads: PipedUpload[] = [];
  for (let no = 0; no < 3; no++) {
    const { credential, ...made } = await addTestGateway(before, no, clock.nowMs());
    const life = await lifeLedger(70 + no, 8);
    ends.push(() => life.host.close());
    const [url = "", pipe = ""] = [urls[no % 2], brokers.gatewayUrls[no]];
    const upload = new PipedUpload({ life, ...made, bearer: credential, url, pipe });
    ends.push(async () => upload.close());
    uploads.push(upload);
  }
  await before.close();
  await Promise.all(uploads.map((one) => one.begin()));
  const running = Promise.all(uploads.map((one) => one.run()));
  const sent = () => uploads.reduce((sum, { batches }) => sum + batches, 0);
  await expect.poll(sent, { timeout: 20_000, interval: 5 }).toBeGreaterThan(15);
  await brokers.kill(0);
  await pair.kill();
  await pair.recover();
  await running;

  const after = await openServerDatabase(pair.url);
  ends.push(() => after.close());
  for (const { gatewayId, life } of uploads) {
    const { entries } = await dumpMirror(after, gatewayId);
    expect(entries.map(({ bytes }) => new Uint8Array(bytes as Uint8Array))).toEqual(life.entries);
  }
});
