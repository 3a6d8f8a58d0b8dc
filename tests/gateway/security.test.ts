// What nobody decent sends, to a gateway process that reads a meter meanwhile: every request ends in
// a clean refusal, in the form of all refusals where an answer is possible, and the meter is read.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RoundState } from "@mega/contract";
import { systemClock } from "@mega/domain";
import { loadProfiles, type ModbusProfile } from "@mega/profiles";
import { parseScenario, type RunningSimulator, startSimulator } from "@mega/simulator";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { logIn, type Person } from "../../apps/cli/src/demo/person.ts";
import { enter, owner } from "./claimed.ts";
import { type StartedProcess, startProcess } from "./mega-process.ts";
import { request, speak } from "./raw-http.ts";

const api = "/api/v1";
const json = { "content-type": "application/json" };
const SLOW_TEST_MS = 60_000;

let folder: string;
let simulator: RunningSimulator;
let gateway: StartedProcess;
let anna: Person;
let port: number;
/** The headers of a change that its owner makes in a browser, the password just typed. */
let changing: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mega-security-"));
  simulator = await startSimulator({
    scenario: parseScenario(scenario, { referenceMs: systemClock().nowMs() }),
    profiles: modbusProfiles(),
    clock: systemClock(),
    ports: { riser: 0 },
    brokerUrl: null,
  });
  const configFile = join(folder, "gateway.yaml");
  writeFileSync(
    configFile,
    `version: 1
building: { name: Hollestraat 1 }
gateway: { model: MEGA16, language: en }
buses: [{ id: riser, link: { kind: rtu-over-tcp, host: 127.0.0.1, port: ${simulator.ports["riser"]} } }]
meters: [{ id: flat, profile: eastron-sdm120, bus: riser, address: 1 }]
channels: [{ no: 1, name: Flat 1A, meter: flat }]
`,
  );
  gateway = await startProcess(join(folder, "data"), configFile);
  port = Number(new URL(gateway.url).port);
  anna = await enter(gateway.url, gateway.setupCode);
  changing = await headersOf(anna);
});

afterEach(async () => {
  // Whatever was sent, the next visitor is served and the meter is read.
  const answer = await speak(port, request("GET", `${api}/session`));
  expect(answer.status).toBe(200);
  await anna.ask("POST", "/rounds");
  await expect.poll(readingOfTheFlat, { timeout: 15_000, interval: 100 }).toBe("accepted");
  expect(gateway.log()).not.toMatch(/"level":(50|60)/);
});

afterAll(async () => {
  await gateway?.end();
  await simulator?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const scenario = `
version: 1
seed: 7
timeZone: Europe/Brussels
start: -P2M
buses: [{ id: riser, framing: rtu, port: 15020 }]
meters:
  - id: flat
    profile: eastron-sdm120
    bus: riser
    address: 1
    serialNumber: "21070114"
    load: { kind: household, yearlyKwh: 1650 }
`;

function modbusProfiles(): ReadonlyMap<string, ModbusProfile> {
  const profiles = new Map<string, ModbusProfile>();
  for (const { profile } of loadProfiles().profiles.values()) {
    if (profile.kind === "modbus") profiles.set(profile.id, profile);
  }
  return profiles;
}

async function headersOf({ cookie }: Person): Promise<Readonly<Record<string, string>>> {
  const ask = async (path: string, init: RequestInit) =>
    (await fetch(new URL(`${api}${path}`, gateway.url), init)).json() as Promise<
      Record<string, string>
    >;
  const { csrf = "" } = await ask("/session", { headers: { cookie } });
  const own = { cookie, "mega-csrf": csrf, ...json };
  const body = JSON.stringify({ password: owner.password });
  const { confirmation = "" } = await ask("/session/confirmations", {
    method: "POST",
    headers: own,
    body,
  });
  return { ...own, "mega-confirmation": confirmation, "if-match": '"1"' };
}

async function readingOfTheFlat(): Promise<string | undefined> {
  const { endedAt, items } = await anna.ask<RoundState>("GET", "/rounds/latest");
  return endedAt === null ? undefined : items[0]?.status;
}

/** What is sent, and the statuses that refuse it. */
type Case = readonly [what: string, sent: () => string, statuses: readonly number[]];

interface Refused {
  readonly type: string;
  readonly status: number;
  readonly code: string;
}

/** The answer is a refusal in the one form that every refusal has. */
async function refused(sent: string, statuses: readonly number[]): Promise<Refused> {
  const answer = await speak(port, sent);
  expect(statuses, answer.text.slice(0, 600)).toContain(answer.status);
  expect(answer.head).toContain("content-type: application/problem+json");
  const problem = JSON.parse(answer.body.replace(/^[0-9a-f]+\r\n|\r\n0\r\n\r\n$/g, "")) as Refused;
  expect(problem).toMatchObject({ status: answer.status, code: expect.any(String) });
  expect(answer.text).not.toContain("node:");
  expect(answer.text).not.toContain("    at ");
  return problem;
}

const login = (body: string, headers: Readonly<Record<string, string>> = json): string =>
  request("POST", `${api}/session`, headers, body);
const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

test.each<Case>([
  ["64 KB and a byte", () => login(`"${"x".repeat(65_535)}"`), [413]],
  [
    "a length that is never sent",
    () => login("{}", { ...json, "content-length": "99999999" }),
    [413],
  ],
  ["arrays in arrays", () => login(deep(30_000)), [400]],
  ["objects in objects", () => login(`${'{"a":'.repeat(9000)}1${"}".repeat(9000)}`), [400]],
  [
    "another media type",
    () => login("a=1", { "content-type": "application/x-www-form-urlencoded" }),
    [415],
  ],
  [
    "a form with a file",
    () => login("--x--", { "content-type": "multipart/form-data; boundary=x" }),
    [415],
  ],
  [
    "XML with an entity",
    () =>
      login('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', {
        "content-type": "application/xml",
      }),
    [415],
  ],
  ["no media type", () => login("{}", {}), [400, 415]],
  ["truncated JSON", () => login('{"name":"anna","passw'), [400]],
  ["no JSON at all", () => login("\u0000\u0001\u0002"), [400]],
  ["an empty body", () => login(""), [400]],
  [
    "a name twice",
    () => login('{"name":"a","name":"nobody","password":"no water on the bench"}'),
    [401],
  ],
  ["the prototype", () => login('{"__proto__":{"role":"owner"},"name":"a","password":"b"}'), [400]],
  [
    "a constructor's prototype",
    () => login('{"constructor":{"prototype":{"role":"owner"}}}'),
    [400],
  ],
  ["a key more", () => login('{"name":"a","password":"no water","role":"owner"}'), [400]],
  ["a number for a text", () => login('{"name":1,"password":["a"]}'), [400]],
])("a login with %s is refused", async (_what, sent, statuses) => {
  await refused(sent(), statuses);
});

test.each([
  ["PUT", "/configuration"],
  ["POST", "/configuration/check"],
  ["POST", "/configuration/import"],
  ["POST", "/configuration/restore"],
])("%s %s takes no more than 1 MB, no depth and no prototype", async (method, path) => {
  const send = (body: string) => request(method, `${api}${path}`, changing, body);
  await refused(send(`"${"x".repeat(1_048_576)}"`), [413]);
  await refused(send(deep(400_000)), [400]);
  await refused(send('{"__proto__":{"version":1}}'), [400]);
  await refused(send('{"version":1,'), [400]);
});

test.each([
  "/../../../../etc/passwd",
  "/..%2f..%2f..%2fetc/passwd",
  "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
  "/assets/../../../package.json",
  "/assets/..%2f..%2f..%2fpackage.json",
  "/assets/..%5c..%5cpackage.json",
  "/assets/%00../index.html",
  "/assets/....//....//package.json",
  "/%c0%ae%c0%ae/etc/passwd",
  "//etc/passwd",
  "/.env",
  "/data/gateway.db",
  `${api}/../../etc/passwd`,
  `${api}/configuration/revisions/..%2f..%2f1`,
  `${api}/buses/..%2f..%2fetc/frames.txt`,
  `${api}/channels/1%2f..%2f2`,
  `${api}/channels/-1`,
])("nothing is read by the way %s", async (path) => {
  const answer = await speak(port, request("GET", path, { cookie: anna.cookie }));
  expect([400, 403, 404], answer.text.slice(0, 300)).toContain(answer.status);
  expect(answer.head).toContain("content-type: application/problem+json");
  expect(answer.text).not.toMatch(/root:|"workspaces"|SQLite format/);
});

test.each<Case>([
  ["too many parameters", () => request("GET", `${api}/gateway?${"a=1&".repeat(10_000)}`), [431]],
  ["as many as fit", () => request("GET", `/metrics?${"a=1&".repeat(1500)}`), [401]],
  [
    "a long header",
    () => request("GET", `${api}/session`, { "x-long": "x".repeat(20_000) }),
    [431],
  ],
  [
    "many headers",
    () =>
      request(
        "GET",
        `${api}/session`,
        Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`x-${at}`, "1"])),
      ),
    [431],
  ],
  ["a method of its own", () => request("BREW", "/"), [400]],
  ["TRACE", () => request("TRACE", "/"), [400, 404, 405]],
  ["PROPFIND", () => request("PROPFIND", "/"), [400, 404, 405]],
  ["a method on another path", () => request("DELETE", `${api}/gateway`), [404, 405]],
  ["no HTTP at all", () => "EHLO mail.example.org\r\n\r\n", [400]],
  ["a line break in a header", () => request("GET", "/", { "x-a": "1\r\n\u0001: 2" }), [400]],
])("a request with %s is refused", async (_what, sent, statuses) => {
  await refused(sent(), statuses);
});

test.each([
  ["length and chunks", "content-length: 6\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nG"],
  ["two lengths", "content-length: 5\r\ncontent-length: 6\r\n\r\nhello!"],
  ["a length with a sign", "content-length: +5\r\n\r\nhello"],
  ["a space before the colon", "transfer-encoding : chunked\r\n\r\n0\r\n\r\n"],
  ["an unknown coding", "transfer-encoding: xchunked\r\n\r\n0\r\n\r\n"],
  ["chunks that are not the last coding", "transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n"],
  ["a chunk of no size", "transfer-encoding: chunked\r\n\r\nzz\r\n\r\n"],
])("a request with %s smuggles nothing in", async (_what, rest) => {
  const hidden = request("GET", `${api}/smuggled`);
  const first = `POST ${api}/session HTTP/1.1\r\nhost: 127.0.0.1\r\n${rest}`;
  const answer = await speak(port, `${first}${hidden}`, { forMs: 5000 });
  expect(answer.status, answer.text.slice(0, 300)).toBe(400);
  expect(answer.text).not.toContain("smuggled");
  expect(answer.text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
});

test("HTTP/1.0 without a host is served and closed, HTTP/1.1 without one is refused", async () => {
  const old = await speak(port, "GET /login HTTP/1.0\r\n\r\n");
  expect(old.status).toBe(200);
  expect((await speak(port, "GET / HTTP/1.1\r\n\r\n")).status).toBe(400);
});

test(
  "heads that come a byte at a time are ended, and the pages are served meanwhile",
  async () => {
    const drop = [
      `GET ${api}/session HTTP/1.1\r\nhost: 127.0.0.1\r\n`,
      ...Array(40).fill("x: 1\r\n"),
    ];
    const slow = Array.from({ length: 30 }, () =>
      speak(port, drop, { pauseMs: 1000, forMs: 45_000 }),
    );
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect((await logIn(gateway.url, owner)).cookie).not.toBe("");
    const answers = await Promise.all(slow);
    for (const { status } of answers) expect([0, 408]).toContain(status);
  },
  SLOW_TEST_MS,
);
