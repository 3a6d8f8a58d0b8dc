import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { sleep, systemClock } from "@mega/domain";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeOpenFolder } from "../../testing/test-database.ts";
import { keepPostgres } from "../kept-postgres.ts";
import { startLocalPostgres } from "../local-postgres.ts";
import { openServerDatabase } from "../server-database.ts";
import { binariesFor } from "./binaries.ts";
import { localEnvironment } from "./environment.ts";
import { lockFolder } from "./folder-lock.ts";
import { postgresUser } from "./postgres-user.ts";
import { socketFolderOf } from "./socket-folder.ts";
import { processesIn } from "./those-before.ts";

const clock = systemClock();
let above: string;
let folder: string;
let data: string;
beforeAll(async () => {
  above = makeOpenFolder();
  // Its socket's path is longer than the system takes.
  folder = join(above, "a-long-name-".repeat(8));
  mkdirSync(folder, { mode: 0o711 });
  folder = realpathSync(folder);
  data = join(folder, "data");
});
afterAll(() => rmSync(above, { recursive: true, force: true }));

/** How many notes were made before. */
async function noteOnce(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  await client.query("CREATE TABLE IF NOT EXISTS note (no int)");
  const { rowCount } = await client.query("SELECT FROM note");
  await client.query("INSERT INTO note VALUES (1)");
  await client.end();
  return rowCount ?? 0;
}

test("a folder whose name is too long for a socket is served all the same", async () => {
  expect(Buffer.byteLength(`${folder}/.s.PGSQL.5432`)).toBeGreaterThan(107);
  const postgres = await startLocalPostgres(folder, clock);
  expect(await noteOnce(postgres.url)).toBe(0);
  await postgres.stop();
  expect(processesIn(data)).toEqual([]);
});

test("two servers never run on one folder", async () => {
  const postgres = await startLocalPostgres(folder, clock);
  const second = startLocalPostgres(folder, clock);
  await expect(second).rejects.toThrow(expect.objectContaining({ code: "DATABASE_LOCKED" }));
  expect(await noteOnce(postgres.url)).toBe(1);
  await postgres.stop();
});

test("a PostgreSQL that outlived its server is ended, and what it committed is there", async () => {
  const orphan = await launchAlone("-c", "cluster_name=mega");
  expect(processesIn(data)).toContain(orphan);
  const postgres = await startLocalPostgres(folder, clock);
  expect(postgres.pid).not.toBe(orphan);
  expect(processesIn(data)).not.toContain(orphan);
  expect(await noteOnce(postgres.url)).toBe(2);
  await postgres.stop();
});

/** A PostgreSQL whose server is gone, or never was; the number of its first process. */
async function launchAlone(...settings: readonly string[]): Promise<number> {
  const socket = ["-k", socketFolderOf(folder), "-c", "listen_addresses="];
  const child = spawn(join(binariesFor(data), "postgres"), ["-D", data, ...socket, ...settings], {
    ...{ stdio: "ignore", detached: true, env: localEnvironment, cwd: "/" },
    ...postgresUser(),
  });
  child.unref();
  const note = join(data, "postmaster.pid");
  while (!existsSync(note) || !readFileSync(note, "utf8").includes("ready")) await sleep(clock, 20);
  return child.pid ?? 0;
}

test("one that somebody started by hand is left alone, and named", async () => {
  const pid = await launchAlone();
  await expect(startLocalPostgres(folder, clock)).rejects.toThrow(`as process ${pid}`);
  process.kill(pid, "SIGINT");
  while (processesIn(data).length > 0) await sleep(clock, 20);
});

test("a note of a process that is another program's today does not keep it from starting", async () => {
  writeFileSync(join(data, "postmaster.pid"), `${process.pid}\n${data}\n0\n5432\n\n\n\n`);
  const postgres = await startLocalPostgres(folder, clock);
  expect(await noteOnce(postgres.url)).toBe(3);
  await postgres.stop();
});

test("files that were half made are made anew", async () => {
  const other = join(above, "half");
  const half = join(other, "new-abc123");
  mkdirSync(half, { recursive: true });
  writeFileSync(join(half, "PG_VERSION"), "15\n");
  const postgres = await startLocalPostgres(other, clock);
  expect(existsSync(half)).toBe(false);
  expect(await noteOnce(postgres.url)).toBe(0);
  await postgres.stop();
});

test("files of a version that is not installed are named, not tried", async () => {
  const other = join(above, "old");
  mkdirSync(join(other, "data"), { recursive: true });
  writeFileSync(join(other, "data", "PG_VERSION"), "9\n");
  await expect(startLocalPostgres(other, clock)).rejects.toThrow("are of PostgreSQL 9; installed:");
  // And the folder is not held.
  lockFolder(other)();
});

test("one that is killed comes back by itself, with what was committed and nothing else", async () => {
  const said: unknown[] = [];
  const kept = await keepPostgres({ folder, clock, onEnd: (why) => said.push(why) });
  const database = await openServerDatabase(kept.url);
  const insert = () =>
    database.as({ kind: "job" }, (tx) =>
      tx.query("INSERT INTO building (name, made_at) VALUES ('A', now())"),
    );
  await insert();
  const hanging = database.as({ kind: "job" }, async (tx) => {
    await tx.query("INSERT INTO building (name, made_at) VALUES ('B', now())");
    for (const pid of processesIn(data)) process.kill(pid, "SIGKILL");
    await tx.query("SELECT pg_sleep(5)");
  });
  await expect(hanging).rejects.toThrow(expect.objectContaining({ code: "DATABASE_UNAVAILABLE" }));
  const names = await eventually(() =>
    database.as({ kind: "job" }, (tx) => tx.query("SELECT name FROM building")),
  );
  expect(names).toEqual([{ name: "A" }]);
  expect(said).toHaveLength(1);
  await database.close();
  await kept.stop();
  expect(processesIn(data)).toEqual([]);
});

async function eventually<Result>(work: () => Promise<Result>): Promise<Result> {
  const untilMs = clock.monotonicMs() + 20_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (clock.monotonicMs() > untilMs) throw error;
      await sleep(clock, 50);
    }
  }
}
