// A channel's LOGIN is a name to invite somebody by: GET /accounts says which of them nobody is
// invited to, also to the manager, who reads no configuration.

import { csrfOf } from "@mega/access";
import { type AccountList, API_PREFIX, type Role } from "@mega/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessGuard } from "../access/guard.ts";
import { type ApiRig, makeApiRig } from "./testing/api-rig.ts";

const config = `
version: 1
building: { name: Rue des Logins 1 }
gateway: { model: MEGA16, mac: "02:00:00:00:00:01", language: fr }
buses: [{ id: main, link: { kind: tty, path: /dev/ttyUSB0 } }]
meters:
  - { id: one, profile: eastron-sdm630, bus: main, address: 1 }
  - { id: two, profile: eastron-sdm630, bus: main, address: 2 }
  - { id: three, profile: eastron-sdm630, bus: main, address: 3 }
channels:
  - { no: 1, name: Flat one, meter: one, login: Rémi }
  - { no: 2, name: Flat two, meter: two, login: claeys }
  - { no: 3, name: Stairs, meter: three }
  - { no: 4, name: Not used, login: nobody }
  - { no: 5, name: Office, meter: three, login: MANAGER }
`;

const startMs = Date.UTC(2026, 4, 2, 8, 0);
let rig: ApiRig;
beforeAll(async () => {
  rig = await makeApiRig(config, startMs, accessGuard);
  rig.context.access.presence.markClaimed();
  for (const role of ["owner", "manager", "installer"] as const) add(role, role);
});
afterAll(() => rig.close());

function add(name: string, role: Role): void {
  const { accounts } = rig.context.access;
  accounts.add({
    accountId: accounts.list().length.toString(16).padStart(32, "0"),
    name,
    role,
    language: "fr",
    email: null,
    password: null,
    disabled: false,
    hourly: false,
    createdAtMs: startMs,
    lastLoginAtMs: null,
    grants: [],
  });
}

async function asked(name: string) {
  const { accounts, sessions } = rig.context.access;
  const { word } = sessions.begin(accounts.findByName(name)?.accountId ?? "", "plain");
  const cookie = `mega-plain=${word}`;
  const headers = { host: "mega.local", cookie, "mega-csrf": csrfOf(word) };
  const url = `${API_PREFIX}/accounts`;
  return rig.app.inject({ method: "GET", url, remoteAddress: "192.168.0.7", headers });
}
const waiting = async (name: string) => (await asked(name)).json<AccountList>().waitingLogins;

test("logins of used channels without an account are told to owner and manager alike", async () => {
  const both = [
    { channelNo: 1, login: "Rémi" },
    { channelNo: 2, login: "claeys" },
  ];
  expect(await waiting("owner")).toEqual(both);
  expect(await waiting("manager")).toEqual(both);
  expect((await asked("installer")).statusCode).toBe(403);
});

test("a login has its account whatever its capitals and however its accents are composed", async () => {
  add("re\u0301mi".normalize("NFC").toUpperCase(), "tenant");
  expect(await waiting("manager")).toEqual([{ channelNo: 2, login: "claeys" }]);
});
