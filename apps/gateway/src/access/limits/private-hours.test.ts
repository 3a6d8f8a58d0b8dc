// Hours tell when somebody is at home. The table says who is shown them, before, within and after a
// stay, with and without its tenant's choice; days are shown in their place, never a refusal.

import { csrfOf } from "@mega/access";
import { API_PREFIX, type Role, type Series } from "@mega/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiRig, makeApiRig } from "../../api/testing/api-rig.ts";
import { accessGuard } from "../guard.ts";
import { addToken } from "../manage-tokens.ts";
import type { Grant } from "../principal.ts";

const config = `
version: 1
building: { name: Rue des Heures 1 }
gateway: { model: MEGA16, mac: "02:00:00:00:00:01", language: fr }
buses: [{ id: main, link: { kind: tty, path: /dev/ttyUSB0 } }]
meters:
  - { id: one, profile: eastron-sdm630, bus: main, address: 1 }
  - { id: two, profile: eastron-sdm630, bus: main, address: 2 }
channels:
  - { no: 1, name: Flat, meter: one, counter2: none }
  - { no: 2, name: Stairs, meter: two, counter2: none }
  - { no: 3, name: Flat total, meter: one, counter2: none }
  - { no: 4, name: Flat roof, meter: one, counter1: export, counter2: none }
`;

const HOUR_MS = 3_600_000;
/** 3 March 2026, 01:02 in Brussels: the first round. */
const firstMs = Date.UTC(2026, 2, 3, 0, 2);
/** Anna lives behind channel 1 from 4 March, 08:30, until 5 March, 17:00; then Bert does. */
const annaMs = Date.UTC(2026, 2, 4, 7, 30);
const bertMs = Date.UTC(2026, 2, 5, 16);

let rig: ApiRig;
let token = "";
beforeAll(async () => {
  rig = await makeApiRig(config, firstMs - 60_000, accessGuard);
  for (let round = 0; round < 84; round += 1) {
    rig.displays = { one: { import: 100 + round, export: 7 }, two: { import: 500 + round } };
    await rig.round(firstMs + round * HOUR_MS);
  }
  rig.context.access.presence.markClaimed();
  for (const role of ["owner", "manager", "installer", "integrator"] as const) add(role, role, []);
  add("anna", "tenant", [{ channelNo: 1, fromMs: annaMs, toMs: bertMs }]);
  add("bert", "tenant", [{ channelNo: 1, fromMs: bertMs, toMs: null }]);
  const owner = rig.context.access.accounts.findByName("owner");
  if (owner === undefined) throw new Error("there is no owner");
  const principal = { kind: "user", ...owner } as const;
  const asked = { name: "chart", scopes: ["read:counters" as const], expiresAt: null };
  token = addToken(rig.context.access, { principal, ip: "::1" } as never, asked).word;
});
afterAll(() => rig.close());

let ids = 0;
function add(name: string, role: Role, grants: readonly Grant[]): void {
  const { accounts } = rig.context.access;
  accounts.add({
    accountId: (++ids).toString(16).padStart(32, "a"),
    name,
    role,
    language: "fr",
    email: null,
    password: "set",
    disabled: false,
    hourly: false,
    createdAtMs: firstMs,
    lastLoginAtMs: firstMs,
    grants,
  });
}
function headsOf(name: string): Readonly<Record<string, string>> {
  if (name === "token") return { host: "mega.local", authorization: `Bearer ${token}` };
  const { accounts, sessions } = rig.context.access;
  const { word } = sessions.begin(accounts.findByName(name)?.accountId ?? "", "plain");
  return { host: "mega.local", cookie: `mega-plain=${word}`, "mega-csrf": csrfOf(word) };
}

const spans: Readonly<Record<string, string>> = {
  before: "from=2026-03-04T00:00:00Z&to=2026-03-04T07:00:00Z",
  "move in": "from=2026-03-04T07:00:00Z&to=2026-03-04T08:00:00Z",
  anna: "from=2026-03-04T08:00:00Z&to=2026-03-05T16:00:00Z",
  bert: "from=2026-03-05T16:00:00Z&to=2026-03-06T08:00:00Z",
  both: "from=2026-03-05T00:00:00Z&to=2026-03-06T00:00:00Z",
  compared: "from=2026-03-05T01:00:00Z&to=2026-03-05T02:00:00Z&compare=previous",
};

async function answered(name: string, channelNo: number, span: string): Promise<string> {
  const url = `${API_PREFIX}/channels/${channelNo}/series?bucket=hour&${spans[span]}`;
  const remoteAddress = "192.168.0.7";
  const { app } = rig;
  const answer = await app.inject({ method: "GET", url, remoteAddress, headers: headsOf(name) });
  if (answer.statusCode !== 200) return String(answer.statusCode);
  const { bucket, hoursHidden, bars }: Series = answer.json();
  const shortestMs = Math.min(...bars.map(({ from, to }) => Date.parse(to) - Date.parse(from)));
  if (bucket === "day") expect(shortestMs).toBeGreaterThanOrEqual(23 * HOUR_MS);
  return hoursHidden === undefined ? bucket : `${bucket}: ${hoursHidden}`;
}

function choose(chosen: string): void {
  const { accounts } = rig.context.access;
  for (const name of ["anna", "bert"]) {
    const hourly = chosen.includes(name) || chosen === "both";
    accounts.change(accounts.findByName(name)?.accountId ?? "", { hourly });
  }
}

// Who asks, for which channel and span, who has chosen hours, what comes.
const table = `
  owner      | 1 | before   | both    | hour
  owner      | 1 | move in  | both    | day: stay
  owner      | 1 | anna     | nobody  | day: stay
  owner      | 1 | anna     | both    | day: stay
  owner      | 1 | bert     | both    | day: stay
  owner      | 1 | compared | nobody  | day: stay
  owner      | 2 | anna     | nobody  | hour
  owner      | 3 | before   | both    | hour
  owner      | 3 | anna     | both    | day: stay
  owner      | 4 | anna     | nobody  | hour
  manager    | 1 | before   | nobody  | hour
  manager    | 1 | anna     | both    | day: stay
  manager    | 2 | bert     | nobody  | hour
  installer  | 1 | before   | nobody  | hour
  installer  | 1 | bert     | both    | day: stay
  installer  | 2 | bert     | nobody  | hour
  integrator | 1 | anna     | both    | day: stay
  integrator | 2 | anna     | nobody  | hour
  token      | 1 | before   | nobody  | hour
  token      | 1 | anna     | both    | day: stay
  token      | 2 | anna     | nobody  | hour
  anna       | 1 | anna     | nobody  | day: not-chosen
  anna       | 1 | anna     | bert    | day: not-chosen
  anna       | 1 | anna     | anna    | hour
  anna       | 1 | both     | anna    | hour
  anna       | 2 | anna     | both    | 404
  bert       | 1 | bert     | anna    | day: not-chosen
  bert       | 1 | bert     | bert    | hour
  bert       | 1 | both     | bert    | hour
`;

test.each(table.trim().split("\n"))("hours: %s", async (row) => {
  const [name = "", channelNo, span = "", chosen = "", wanted] = row
    .split("|")
    .map((cell) => cell.trim());
  choose(chosen);
  expect(await answered(name, Number(channelNo), span)).toBe(wanted);
});

test("the machine's owner sees all hours through the local socket", async () => {
  const local = await makeApiRig(config, firstMs - 60_000);
  local.displays = { one: { import: 100 }, two: { import: 500 } };
  await local.round(firstMs);
  local.context.access.accounts.add({
    ...kept("carl"),
    grants: [{ channelNo: 1, fromMs: firstMs - HOUR_MS, toMs: null }],
  });
  const answer = await local.get(`/channels/1/series?bucket=hour&${spans["before"]}`);
  expect(answer.json<Series>().bucket).toBe("hour");
  await local.close();
});

function kept(name: string) {
  const found = rig.context.access.accounts.findByName("anna");
  if (found === undefined) throw new Error("there is no anna");
  return { ...found, accountId: "c".repeat(32), name };
}

const confirmed = (heads: Readonly<Record<string, string>>) => {
  const { sessions } = rig.context.access;
  const word = heads["cookie"]?.split("=")[1] ?? "";
  const session = sessions.find(word, "plain");
  if (session === undefined) throw new Error("there is no session");
  return { ...heads, "mega-confirmation": sessions.confirm(session).word };
};

test("a stay that is moved or deleted with its account keeps its hours private", async () => {
  choose("both");
  const { accounts } = rig.context.access;
  const anna = accounts.findByName("anna");
  const url = `${API_PREFIX}/accounts/${anna?.accountId ?? ""}`;
  const ask = (method: "PUT" | "DELETE", payload?: object) =>
    rig.app.inject({
      method,
      url,
      remoteAddress: "192.168.0.7",
      headers: confirmed(headsOf("owner")),
      ...(payload === undefined ? {} : { payload }),
    });
  const grants = [
    { channelNo: 1, from: "2026-03-05T10:00:00Z", to: new Date(bertMs).toISOString() },
  ];
  const change = { role: "tenant", disabled: false, language: "fr", email: null, grants };
  expect((await ask("PUT", change)).statusCode).toBe(200);
  expect(await answered("manager", 1, "anna")).toBe("day: stay");
  expect(await answered("anna", 1, "anna")).toBe("hour");
  expect((await ask("DELETE")).statusCode).toBe(200);
  expect(await answered("owner", 1, "anna")).toBe("day: stay");
  expect(await answered("owner", 1, "move in")).toBe("day: stay");
  expect(await answered("owner", 1, "before")).toBe("hour");
});
