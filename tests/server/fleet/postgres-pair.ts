/**
 * A PostgreSQL with a synchronous standby: a COMMIT is answered when both have it on the disk. Where the
 * first one is killed, the standby takes its place under the same address, and gets a standby of its own.
 */

import { execFile } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Clock } from "@mega/domain";
import { binariesFor } from "../../../apps/server/src/database/local/binaries.ts";
import { localEnvironment } from "../../../apps/server/src/database/local/environment.ts";
import { makeFiles } from "../../../apps/server/src/database/local/make-files.ts";
import {
  type PostgresUser,
  postgresUser,
} from "../../../apps/server/src/database/local/postgres-user.ts";
import { urlOfLocal } from "../../../apps/server/src/database/local/socket-folder.ts";
import { ownerClient } from "../../../apps/server/src/testing/owner-client.ts";
import { StartedProgram, untilReady } from "./started-program.ts";

/** Both of them under one address. */
export interface PostgresPair {
  /** Of the one that writes, also after a change. */
  readonly url: string;
  /** Waits until the standby has all, then kills every process of the one that writes. */
  kill(): Promise<void>;
  /** The standby takes over; it gets a standby meanwhile. */
  recover(): Promise<void>;
  stop(): Promise<void>;
}

interface Node {
  readonly folder: string;
  readonly program: StartedProgram;
}

/** Synchronous with whoever stands by. */
const SYNCHRONOUS = "synchronous_standby_names";

/** Starts both in a folder, which goes with them. */
export async function startPostgresPair(folder: string, clock: Clock): Promise<PostgresPair> {
  const pair = new Pair(folder, clock);
  await pair.begin();
  return pair;
}

class Pair implements PostgresPair {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #binaries: string;
  readonly #user: PostgresUser | undefined;
  #made = 0;
  #writing: Node | undefined;
  #standing: Promise<Node> | undefined;

  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
    this.#binaries = binariesFor(join(folder, "none"));
    this.#user = postgresUser();
  }

  get url(): string {
    return urlOfLocal(join(this.#folder, "current"), "mega");
  }

  async begin(): Promise<void> {
    mkdirSync(this.#folder, { recursive: true });
    this.#own(this.#folder);
    const home = this.#newHome();
    const [binaries, user] = [this.#binaries, this.#user];
    await makeFiles({ binaries, folder: home, data: join(home, "data"), user });
    const first = await this.#start(home);
    await asked(home, "postgres", "CREATE DATABASE mega");
    this.#pointTo(first);
    this.#standing = this.#standBeside(first);
    await this.#standing;
  }

  async kill(): Promise<void> {
    await this.#standing;
    await this.#writing?.program.kill();
  }

  async recover(): Promise<void> {
    const next = await this.#standing;
    if (next === undefined) throw new Error("nobody stands by");
    await asked(next.folder, "postgres", "SELECT pg_promote(true, 30)");
    this.#pointTo(next);
    this.#standing = this.#standBeside(next);
    // It is awaited before the next kill.
    this.#standing.catch(() => undefined);
  }

  async stop(): Promise<void> {
    const standing = await this.#standing?.catch(() => undefined);
    await standing?.program.end("SIGINT");
    await this.#writing?.program.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #newHome(): string {
    this.#made += 1;
    const home = join(this.#folder, String(this.#made));
    mkdirSync(home);
    this.#own(home);
    return home;
  }

  #own(folder: string): void {
    if (this.#user !== undefined) chownSync(folder, this.#user.uid, this.#user.gid);
    chmodSync(folder, 0o700);
  }

  async #start(home: string): Promise<Node> {
    const settings = {
      listen_addresses: "",
      unix_socket_directories: home,
      port: "5432",
      fsync: "on",
      full_page_writes: "on",
      synchronous_commit: "on",
      wal_compression: "on",
      wal_keep_size: "256MB",
    };
    const words = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const options = { cwd: home, env: localEnvironment, ...this.#user };
    const command = join(this.#binaries, "postgres");
    const program = new StartedProgram(command, ["-D", join(home, "data"), ...words], options);
    await untilReady(this.#clock, program, () => answers(home));
    return { folder: home, program };
  }

  /** Makes a standby of a node and waits until a COMMIT waits for it. */
  async #standBeside(node: Node): Promise<Node> {
    const home = this.#newHome();
    const data = join(home, "data");
    const from = `host=${node.folder} port=5432 user=mega`;
    const words = ["-d", from, "-D", data, "-R", "-X", "stream", "--checkpoint=fast"];
    const options = { cwd: home, env: localEnvironment, ...this.#user };
    await promisify(execFile)(join(this.#binaries, "pg_basebackup"), words, options);
    withoutSynchronous(join(data, "postgresql.auto.conf"));
    const standby = await this.#start(home);
    await asked(node.folder, "postgres", `ALTER SYSTEM SET ${SYNCHRONOUS} = '*'`);
    await asked(node.folder, "postgres", "SELECT pg_reload_conf()");
    const question = "SELECT FROM pg_stat_replication WHERE sync_state = 'sync'";
    const isSynchronous = async () => (await asked(node.folder, "postgres", question)) === 1;
    await untilReady(this.#clock, standby.program, isSynchronous);
    return standby;
  }

  #pointTo(node: Node): void {
    const next = join(this.#folder, "next");
    symlinkSync(node.folder, next);
    renameSync(next, join(this.#folder, "current"));
    this.#writing = node;
  }
}

/** The copy of a node that waits for a standby must not wait for one itself. */
function withoutSynchronous(file: string): void {
  const lines = readFileSync(file, "utf8").split("\n");
  writeFileSync(file, lines.filter((line) => !line.startsWith(SYNCHRONOUS)).join("\n"));
}

async function answers(home: string): Promise<boolean> {
  try {
    await asked(home, "postgres", "SELECT");
    return true;
  } catch {
    return false;
  }
}

/** How many rows a statement gave. */
async function asked(home: string, database: string, text: string): Promise<number> {
  const client = await ownerClient(urlOfLocal(home, database));
  try {
    return (await client.query(text)).length;
  } finally {
    await client.close();
  }
}
