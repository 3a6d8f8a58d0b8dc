// The settings in deploy/: what can be said of them without containers. Every option is one of the command's,
// every file that is named exists, every setting is one that the programs know.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readPipeAddress } from "@mega/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { readArguments } from "../../apps/cli/src/arguments.ts";
import { serverCommand } from "../../apps/cli/src/commands/server.ts";
import { fitnessFault } from "../../apps/server/src/database/fitness.ts";
import { ownerClient } from "../../apps/server/src/testing/owner-client.ts";
import {
  startTestPostgres,
  type TestPostgres,
} from "../../apps/server/src/testing/test-database.ts";

const deploy = fileURLToPath(new URL("../../deploy", import.meta.url));
const kinds = ["one-machine", "fleet"] as const;

interface Service {
  readonly command?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>;
  readonly networks?: readonly string[] | Readonly<Record<string, unknown>>;
  readonly build?: { readonly context: string; readonly dockerfile: string };
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, unknown>>;
}

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

const composeOf = (kind: string): Compose =>
  parse(readFileSync(join(deploy, kind, "compose.yaml"), "utf8"), { merge: true });
const namesOf = (list: readonly string[] | Readonly<Record<string, unknown>> = []) =>
  Array.isArray(list) ? (list as readonly string[]) : Object.keys(list);

test.each(kinds)("every server of %s is started with options that there are", (kind) => {
  const commands = Object.values(composeOf(kind).services)
    .map(({ command = [] }) => command)
    .filter(([first]) => first === "server");
  expect(commands.length).toBeGreaterThan(0);
  for (const [, ...words] of commands) {
    const given = readArguments(words, serverCommand.options);
    expect(given.words).toEqual([]);
    expect(given.text("data")).toBe("/var/lib/mega");
    expect(["ingest", "portal", "jobs", "all"]).toContain(given.text("role") ?? "all");
  }
});

test("between them the servers of a fleet do everything", () => {
  const roles = Object.values(composeOf("fleet").services).flatMap(({ command = [] }) =>
    command.flatMap((word) => /^--role=(\w+)$/.exec(word)?.[1] ?? []),
  );
  expect(roles.toSorted()).toEqual(["ingest", "jobs", "portal"]);
});

test.each(kinds)("everything that %s names is there", (kind) => {
  const { services, volumes, networks } = composeOf(kind);
  for (const [name, service] of Object.entries(services)) {
    for (const volume of service.volumes ?? []) {
      const [from = ""] = volume.split(":");
      const place = join(deploy, kind, from);
      if (from.startsWith(".")) expect([name, from, existsSync(place)]).toEqual([name, from, true]);
      else expect(Object.keys(volumes)).toContain(from);
    }
    for (const other of namesOf(service.depends_on)) expect(Object.keys(services)).toContain(other);
    for (const net of namesOf(service.networks)) expect(Object.keys(networks)).toContain(net);
    if (service.build !== undefined) {
      const context = join(deploy, kind, service.build.context);
      expect(existsSync(join(context, service.build.dockerfile))).toBe(true);
      expect(existsSync(join(context, "package-lock.json"))).toBe(true);
    }
  }
});

test.each(kinds)("the settings of %s are those that the server reads", (kind) => {
  const text = readFileSync(join(deploy, kind, "settings.env.example"), "utf8");
  const settings = new Map(
    text
      .split("\n")
      .map((line) => line.replace(/^#(?=[A-Z_]+=)/, ""))
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
  const { POSTGRES_PASSWORD: word = "" } = Object.fromEntries(settings);
  const url = URL.parse(settings.get("DATABASE_URL") ?? "");
  expect([url?.protocol, url?.password]).toEqual(["postgres:", word]);
  expect(Object.keys(composeOf(kind).services)).toContain(url?.hostname);
  const pipe = readPipeAddress(settings.get("MEGA_PIPE") ?? "");
  for (const host of pipe.hosts) {
    expect(Object.keys(composeOf(kind).services)).toContain(host.split(":")[0]);
  }
  const source = readFileSync(serverSource, "utf8");
  const read = [...settings.keys()].filter((name) => /^MEGA_(?!NAME)/.test(name));
  for (const name of read) expect(source).toContain(name);
});

const serverSource = fileURLToPath(
  new URL("../../apps/cli/src/commands/server.ts", import.meta.url),
);

test.each(kinds)(
  "PostgreSQL takes the settings of %s, and the server takes such a PostgreSQL",
  async (kind) => {
    const database = await postgres.database();
    const owner = await ownerClient(database.url);
    const rows = await owner.query("SELECT name, vartype, enumvals FROM pg_settings");
    await owner.close();
    await database.close();
    const known = new Map(rows.map((row) => [String(row["name"]), row]));
    const settings = settingsIn(join(deploy, kind, "postgresql.conf"));
    for (const [name, value] of settings) {
      const setting = known.get(name);
      expect([name, setting === undefined]).toEqual([name, false]);
      const { vartype, enumvals } = setting ?? {};
      if (vartype === "bool") expect(["on", "off"]).toContain(value);
      if (vartype === "enum") expect(enumvals).toContain(value);
      if (vartype === "integer") expect(value).toMatch(/^\d+(kB|MB|GB|TB|ms|s|min|h|d)?$/);
    }
    expect(fitnessFault(new Map([...settings, ["server_version_num", "170000"]]))).toBe(undefined);
  },
);

function settingsIn(file: string): ReadonlyMap<string, string> {
  const lines = readFileSync(file, "utf8").split("\n");
  const settings = lines.flatMap((line) => {
    const [, name, value] = /^(\w+) = '?(.*?)'?$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  expect(settings.length).toBe(lines.filter((line) => /^\w/.test(line)).length);
  return new Map(settings);
}

test("NATS takes the settings of the pipe", () => {
  const folder = mkdtempSync(join(tmpdir(), "mega-deploy-"));
  try {
    const gateways = join(folder, "gateways.conf");
    const example = join(deploy, "fleet", "broker", "gateways.conf.example");
    writeFileSync(gateways, readFileSync(example));
    const conf = readFileSync(join(deploy, "fleet", "nats.conf"), "utf8")
      .replace("broker/gateways.conf", "gateways.conf")
      .replace('"/data"', JSON.stringify(folder))
      // The certificate is everybody's own.
      .replace(/\n {2}tls \{[^}]*\}/, "");
    const file = join(folder, "nats.conf");
    writeFileSync(file, conf);
    const env = { ...process.env, PIPE_PASSWORD: "a-word" };
    const words = ["-t", "-c", file, "--name", "nats-1"];
    expect(() =>
      execFileSync("/usr/sbin/nats-server", words, { env, stdio: "pipe" }),
    ).not.toThrow();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("scripts are written for the shell that runs them", () => {
  for (const name of ["standby-role.sh", "begin-standby.sh"]) {
    const file = join(deploy, "fleet", name);
    expect(() => execFileSync("bash", ["-n", file], { cwd: dirname(file) })).not.toThrow();
  }
});
