// A server with its PostgreSQL, and a gateway as a process behind a wire on which a test can lie: what a
// manager asks, what the gateway is told, what it answers.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { csrfOf, sessionCookieName } from "@mega/access";
import {
  type CommandList,
  type Operation,
  PORTAL_PREFIX,
  type PortalCommand,
  type PortalOperationName,
  portalOperations,
  type ServerState,
} from "@mega/contract";
import { systemClock } from "@mega/domain";
import { decodeEntry, inlineLedgerHost } from "@mega/ledger";
import { enrolAtMachine, type RunningServer, startServer } from "@mega/server";
import type { SentCommand } from "@mega/uplink";
import { beginLogin, confirmLogin } from "../../apps/server/src/access/portal-sessions.ts";
import { makeOpenFolder, type TestPostgres } from "../../apps/server/src/testing/test-database.ts";
import { freePort } from "../free-port.ts";
import { enter } from "../gateway/claimed.ts";
import { flatBuilding, showIndex } from "../gateway/flat-meter.ts";
import { type GatewayProcess, startProcess } from "../gateway/mega-process.ts";

/** An answer of the gateway that passed the wire, with what the server said to it. */
export interface Told {
  readonly commandId: string;
  readonly answer: { readonly outcome: string; readonly code?: string };
  status: number;
}

/** The wire between both. */
export interface Wire {
  readonly url: string;
  /** Commands that the gateway is told beside those of the server, once. */
  readonly lies: SentCommand[];
  readonly told: Told[];
  close(): Promise<void>;
}

/** The building. */
export class CommandedBuilding {
  readonly #folder = mkdtempSync(join(tmpdir(), "mega-commands-"));
  readonly #serverFolder = makeOpenFolder();
  readonly #brokerPort: number;
  readonly server: RunningServer;
  readonly wire: Wire;
  #databaseUrl: string;
  #headers: Readonly<Record<string, string>> = {};
  gateway: GatewayProcess | undefined;

  private constructor(
    server: RunningServer,
    wire: Wire,
    { brokerPort, databaseUrl }: { readonly brokerPort: number; readonly databaseUrl: string },
  ) {
    this.server = server;
    this.wire = wire;
    this.#brokerPort = brokerPort;
    this.#databaseUrl = databaseUrl;
  }

  static async open(postgres: TestPostgres): Promise<CommandedBuilding> {
    const database = await postgres.database();
    await database.close();
    const at = { host: "127.0.0.1", port: 0, logLevel: "silent" } as const;
    const databaseUrl = database.url;
    const server = await startServer({ dataFolder: tmpdir(), databaseUrl, ...at });
    const wire = await layWire(new URL(server.url));
    return new CommandedBuilding(server, wire, { brokerPort: await freePort(), databaseUrl });
  }

  async close(): Promise<void> {
    await this.gateway?.end("SIGKILL");
    await this.wire.close();
    await this.server.stop();
    for (const one of [this.#folder, this.#serverFolder])
      rmSync(one, { recursive: true, force: true });
  }

  get dataFolder(): string {
    return join(this.#folder, "data");
  }

  /** A configuration file. @param more of the group `server` */
  file(more = ""): string {
    const file = join(this.#folder, "gateway.yaml");
    const text = `version: 1
building: { name: Test bench }
gateway: { model: MEGA16 }
server: { url: "${this.wire.url}", jitterSeconds: 0${more} }
${flatBuilding(this.#brokerPort)}`;
    writeFileSync(file, text);
    return file;
  }

  /** Starts the gateway and enters as its owner; enrols it the first time. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<GatewayProcess> {
    // The first time it takes the file; then it runs on what was saved.
    const file = existsSync(this.dataFolder) ? undefined : this.file();
    const started = await startProcess(this.dataFolder, file, [], env);
    const owner = await enter(started.url, started.setupCode);
    this.gateway = {
      ...started,
      get: (path) => owner.ask("GET", path),
      post: (path, body) => owner.ask("POST", path, body),
    };
    if (started.setupCode !== undefined) await this.#enrol(this.gateway);
    return this.gateway;
  }

  /** Starts a process that dies by itself at a place; resolves when it is dead. */
  async dieAt(place: string): Promise<void> {
    const hook = new URL("kill-at.ts", import.meta.url).href;
    const env = { NODE_OPTIONS: `--import=${hook}`, MEGA_TEST_KILL_AT: place };
    const started = await startProcess(this.dataFolder, undefined, [], env).catch(() => undefined);
    if (started === undefined) return;
    await until(
      `dead at ${place}`,
      async () => isDead(started.pid),
      (dead) => dead,
    );
  }

  /** The meter shows an index, and is read when `reads`. */
  async show(index: number, { reads = true } = {}): Promise<void> {
    // The pages of a box answer a moment before its broker does.
    await until(
      "published",
      () => showIndex(this.#brokerPort, index.toFixed(3)),
      () => true,
    );
    if (reads) await this.gateway?.post("/channels/1/read");
  }

  /** An operation of the portal, asked by the manager. */
  async ask<T>(name: PortalOperationName, body?: object, commandId = ""): Promise<T> {
    const { method, path }: Operation = portalOperations[name];
    const filled = path.replace(":gatewayId", "1").replace(":commandId", commandId);
    const answer = await fetch(`${this.server.url}${PORTAL_PREFIX}${filled}`, {
      method,
      headers: {
        ...this.#headers,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as T;
  }

  /** Gives a command and waits for the gateway's word. */
  async done(name: "giveCommand" | "giveChange", body: object): Promise<PortalCommand> {
    const { commandId } = await this.ask<PortalCommand>(name, body);
    return this.answered(commandId);
  }

  async answered(commandId: string): Promise<PortalCommand> {
    const found = await until(
      `answered: ${commandId}`,
      () => this.command(commandId),
      (command) => command?.answer !== null,
    );
    if (found === undefined) throw new Error(`no command ${commandId}`);
    return found;
  }

  async command(commandId: string): Promise<PortalCommand | undefined> {
    const { commands } = await this.ask<CommandList>("commands");
    return commands.find((one) => one.commandId === commandId);
  }

  /** The gateway's own word to a lie, and what the server said to that. */
  async toldOf(commandId: string): Promise<Told> {
    const found = await until(
      `told: ${commandId}`,
      async () => this.wire.told.find((one) => one.commandId === commandId && one.status > 0),
      (told) => told !== undefined,
    );
    if (found === undefined) throw new Error(`nothing was told of ${commandId}`);
    return found;
  }

  sql(text: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return this.server.context.database.as({ kind: "job" }, (tx) => tx.query(text));
  }

  /** Kinds and actors of the ledger's entries by number; the gateway must not run. */
  async entries(): Promise<ReadonlyMap<number, { readonly kind: string; readonly actor: string }>> {
    const path = join(this.dataFolder, "ledger.db");
    const ledger = await inlineLedgerHost({ path, clock: systemClock() });
    const stored = await ledger.entries(1, 10_000);
    await ledger.close();
    return new Map(
      stored.map(({ seq, bytes }) => {
        const decoded = decodeEntry(bytes);
        if (!decoded.ok) throw new Error(`entry ${seq} is ${decoded.fault}`);
        const { kind, actor } = decoded.envelope;
        return [seq, { kind, actor }];
      }),
    );
  }

  async #enrol(gateway: GatewayProcess): Promise<void> {
    const state = () => gateway.get<ServerState>("/server");
    const { code } = await until("a code", state, (now) => now.state === "waiting-for-code");
    await enrolAtMachine({
      dataFolder: this.#serverFolder,
      databaseUrl: this.#databaseUrl,
      code: code?.code ?? "",
      building: "Les Tilleuls",
      managerEmail: "anna@example.org",
      language: "fr",
    });
    await this.#logIn();
    await until("connected", state, (now) => now.state === "connected");
    // With a new token the server is handed the configuration at once.
    await gateway.post("/restore/token");
    await until(
      "backed up",
      () => this.ask("gatewaySettings"),
      () => true,
    );
  }

  async #logIn(): Promise<void> {
    const { database } = this.server.context;
    const nowMs = Date.now();
    const word = await database.as({ kind: "job" }, async (tx) => {
      const made = await beginLogin(tx, { accountId: 1, nowMs, factor: true });
      await confirmLogin(tx, made.login, nowMs);
      return made.word;
    });
    const way = { secure: false, port: Number(new URL(this.server.url).port) };
    this.#headers = { cookie: `${sessionCookieName(way)}=${word}`, "mega-csrf": csrfOf(word) };
  }
}

/** Asks until it is so. */
export async function until<T>(
  what: string,
  ask: () => Promise<T>,
  isSo: (answer: T) => boolean,
): Promise<T> {
  let last: unknown;
  for (let tries = 0; tries < 400; tries += 1) {
    try {
      const answer = await ask();
      if (isSo(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    await pause(50);
  }
  throw new Error(`never ${what}: ${JSON.stringify(last)} ${String(last)}`);
}

function isDead(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

/** A wire to the server that puts commands of its own between those of the server. */
async function layWire(server: URL): Promise<Wire> {
  const lies: SentCommand[] = [];
  const told: Told[] = [];
  const carry = async (asked: IncomingMessage, reply: ServerResponse) => {
    const body = await bytesOf(asked);
    const path = asked.url ?? "/";
    if (path.startsWith("/v1/commands?") && lies.length > 0) {
      reply.setHeader("content-type", "application/json");
      reply.end(JSON.stringify({ commands: lies.splice(0, 8) }));
      return;
    }
    const [, commandId] = /^\/v1\/commands\/([0-9a-f]{32})\/answer$/.exec(path) ?? [];
    const noted =
      commandId === undefined ? undefined : { commandId, answer: JSON.parse(`${body}`), status: 0 };
    if (noted !== undefined) told.push(noted);
    const passed = request(
      {
        host: server.hostname,
        port: server.port,
        path,
        method: asked.method,
        headers: asked.headers,
      },
      (answer) => {
        if (noted !== undefined) noted.status = answer.statusCode ?? 0;
        reply.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(reply);
      },
    );
    passed.on("error", () => reply.destroy());
    reply.on("close", () => passed.destroy());
    passed.end(body);
  };
  const wire = createServer((asked, reply) => {
    carry(asked, reply).catch(() => reply.destroy());
  });
  await new Promise<void>((resolve) => {
    wire.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(wire.address() as AddressInfo).port}`,
    lies,
    told,
    async close() {
      wire.closeAllConnections();
      await new Promise((resolve) => {
        wire.close(resolve);
      });
    },
  };
}

async function bytesOf(asked: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of asked) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
