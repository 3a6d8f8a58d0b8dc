// Secrets that are known to the test alone stand in no answer of any operation, no log line, no
// audit entry, no file that leaves, and in no complaint about what is wrong with them.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { API_PREFIX, type Operation, type OperationName, operations } from "@mega/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { logIn, type Person } from "../../apps/cli/src/demo/person.ts";
import { freePort } from "../free-port.ts";
import { enter, owner } from "./claimed.ts";
import { mega, type StartedProcess, startProcess } from "./mega-process.ts";

const canaries = {
  mail: "canary-mail-7f3a91",
  broker: "canary-broker-52c0de",
  publisher: "canary-publisher-90ab12",
  device: "canary-device-token-66",
  wifi: "canary-wifi-key-417a",
  refused: "canary-of-a-refused-save",
};

let folder: string;
let data: string;
let gateway: StartedProcess;
let anna: Person;
/** Every secret by what it is, those of the claim and the session too. */
let secrets: Readonly<Record<string, string>>;
/** What left the gateway, with the request that it came from. */
const told: (readonly [request: string, text: string])[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mega-secrets-"));
  data = join(folder, "data");
  const configFile = join(folder, "gateway.yaml");
  writeFileSync(configFile, configText(await freePort(), canaries.device));
  gateway = await startProcess(data, configFile, ["--log", "debug"]);
  const setupCode = gateway.setupCode ?? "";
  anna = await enter(gateway.url, setupCode);
  secrets = {
    ...canaries,
    "setup code": setupCode,
    "setup code without hyphens": setupCode.replaceAll("-", ""),
    "own password": owner.password,
    "session id": anna.cookie.split("=")[1] ?? "",
  };
});

afterAll(async () => {
  await gateway?.end("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

function configText(port: number, token: string): string {
  return `version: 1
building: { name: Test bench }
gateway: { model: MEGA16, language: en }
mqtt:
  embedded: { port: ${port} }
  brokers: [{ id: outside, url: "mqtt://127.0.0.1:9", password: ${canaries.broker} }]
  publish: [{ user: panel, password: ${canaries.publisher} }]
mail: { server: 127.0.0.1, port: 9, tls: none, account: mega, password: ${canaries.mail}, to: a@example.org }
buses: [{ id: riser, link: { kind: rtu-over-tcp, host: 127.0.0.1, port: 9 } }]
meters:
  - { id: flat, profile: mqtt, ratedMaximumPerHour: 100, mqtt: { mac: "94b555892584", token: ${token} } }
  - { id: lift, profile: eastron-sdm120, bus: riser, address: 1 }
channels: [{ no: 1, name: Flat 1A, meter: flat }, { no: 2, name: Lift, meter: lift }]
`;
}

/** What the addresses of the contract take. */
const params: Readonly<Record<string, string>> = {
  channelNo: "1",
  busId: "riser",
  revision: "1",
  accountId: "0".repeat(32),
  tokenId: "0".repeat(32),
  invitation: "a".repeat(43),
  mailNo: "1",
  interface: "eth0",
};
const queries: Partial<Record<OperationName, string>> = {
  series: "?bucket=day&from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z",
  exchangePreview: "?kind=exchanged&at=2026-11-01T00:00:00Z&counters=import:1:0",
};

function addressOf(name: OperationName, { path }: Operation): string {
  return `${path.replace(/:(\w+)/g, (_, key: string) => params[key] ?? key)}${queries[name] ?? ""}`;
}

async function ask(method: string, path: string, body?: unknown): Promise<Response> {
  const { csrf } = await anna.ask<{ csrf: string }>("GET", "/session");
  return fetch(new URL(`${API_PREFIX}${path}`, gateway.url), {
    method,
    headers: {
      cookie: anna.cookie,
      "mega-csrf": csrf,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function note(method: string, path: string, body?: unknown): Promise<number> {
  const answer = await ask(method, path, body);
  const head = JSON.stringify([...answer.headers]);
  // Files that are packed are looked through as they are; what they hold is in the others as text.
  told.push([`${method} ${path}`, `${head}${Buffer.from(await answer.arrayBuffer())}`]);
  return answer.status;
}

/** Where a secret stands, in whatever common spelling. */
function leaks(): readonly string[] {
  return told.flatMap(([where, text]) =>
    Object.entries(secrets).flatMap(([what, secret]) => {
      const spellings = [
        secret,
        encodeURIComponent(secret),
        Buffer.from(secret).toString("base64").replace(/=+$/, ""),
        Buffer.from(secret).toString("hex"),
      ];
      return spellings.some((one) => text.includes(one)) ? [`${what} in ${where}`] : [];
    }),
  );
}

const documentNow = async () =>
  anna.ask<{ configuration: Record<string, unknown>; revision: number }>("GET", "/configuration");

test("the search of this test finds a secret that is told", () => {
  told.push(["a planted answer", `x${encodeURIComponent(secrets["own password"] ?? "")}y`]);
  expect(leaks()).toEqual(["own password in a planted answer"]);
  told.length = 0;
  expect(leaks()).toEqual([]);
});

test("what people try with secrets is answered without them", async () => {
  const { configuration } = await documentNow();
  const bad = { ...configuration, mail: { server: "", to: "x", password: canaries.refused } };
  expect(await note("POST", "/configuration/check", bad)).toBe(200);
  await anna
    .ask("POST", "/mail/test", {
      mail: { server: "127.0.0.1", port: 9, tls: "none", to: "a@example.org" },
    })
    .then(
      (answer) => told.push(["POST /mail/test", JSON.stringify(answer)]),
      (error: unknown) => told.push(["POST /mail/test", String(error)]),
    );
  await note("POST", "/tests/broker", {
    url: "mqtt://127.0.0.1:9",
    brokerId: "outside",
    password: canaries.broker,
  });
  // Such an interface is nowhere, so that no machine loses its network over this test.
  await anna
    .ask("PUT", "/network/wlan-nowhere", { mode: "dhcp", ssid: "cellar", key: canaries.wifi })
    .catch((error: unknown) => told.push(["PUT /network", String(error)]));
  await note("POST", "/tests/meter", { kind: "meter", meterId: "lift" });
  const file = { format: "yaml", text: configText(1, canaries.device) };
  expect(await note("POST", "/configuration/import", file)).toBe(200);
  await note("POST", "/configuration/backup", {});
  await note("POST", "/configuration/backup", { passphrase: "a passphrase that is long" });
  await note("POST", "/session", { name: owner.name, password: canaries.refused });
  const proof = { kind: "code", code: secrets["setup code"] };
  const again = { name: owner.name, password: canaries.refused };
  expect(await note("POST", "/credentials/reset", { proof, ...again })).toBe(403);
  await expect(
    logIn(gateway.url, { name: "nobody", password: canaries.refused }),
  ).rejects.toThrow();
  expect(leaks()).toEqual([]);
});

test("no operation that reads tells a secret to the owner", async () => {
  const reads = (Object.entries(operations) as [OperationName, Operation][]).filter(
    ([name, { method }]) => method === "GET" && name !== "events",
  );
  const failed: string[] = [];
  let answered = 0;
  for (const [name, operation] of reads) {
    const status = await note("GET", addressOf(name, operation));
    if (status === 200) answered += 1;
    else if (status >= 500) failed.push(`${name} ${status}`);
  }
  expect(failed).toEqual([]);
  // Invitations and a few previews have nothing to show here.
  expect(answered).toBeGreaterThan(reads.length - 5);
  expect(leaks()).toEqual([]);
});

test("the stream, the pages, the documents and the command tell none either", async () => {
  const stop = new AbortController();
  const stream = await fetch(new URL(`${API_PREFIX}/events`, gateway.url), {
    headers: { cookie: anna.cookie },
    signal: stop.signal,
  });
  await anna.ask("POST", "/rounds");
  const reader = stream.body?.getReader();
  const first = await reader?.read();
  told.push(["GET /events", Buffer.from(first?.value ?? []).toString()]);
  stop.abort();
  for (const words of [
    ["config", "show"],
    ["config", "export", "--format", "yaml"],
    ["config", "export", "--format", "csv"],
  ])
    told.push([words.join(" "), (await mega(...words, "--data", data)).output]);
  expect(leaks()).toEqual([]);
});

test("a file that is refused is complained about without its secrets", async () => {
  const file = join(folder, "bad.yaml");
  // Too short, and the log-in of a device all the same.
  const short = "c4n4ry";
  writeFileSync(file, `${configText(1, short)}unknownKey: 1\n`);
  const started = await mega(
    "gateway",
    "--data",
    join(folder, "other"),
    "--config",
    file,
    "--port",
    "0",
  );
  const imported = await mega("config", "import", file, "--data", data);
  expect([started.code, imported.code]).not.toContain(0);
  expect(started.output).toContain("token");
  for (const { output } of [started, imported]) {
    told.push(["a file that is refused", output]);
    expect(output).not.toContain(short);
  }
  expect(leaks()).toEqual([]);
});

test("after all that no log line and no file of the data folder holds one in the clear", async () => {
  await gateway.end("SIGTERM");
  const { setupCode } = gateway;
  // The console shows the setup code, which is what it is for; the claim has used it up.
  told.push(["the log", gateway.log().replace(`Setup code: ${setupCode}`, "")]);
  for (const name of readdirSync(data)) {
    if (!name.endsWith(".sock")) told.push([name, readFileSync(join(data, name), "latin1")]);
  }
  expect(leaks()).toEqual([]);
});
