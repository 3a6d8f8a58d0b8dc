// Every operation of the server, asked by everybody about building A. What comes out is what the row of
// the operation says; whoever is refused has read nothing of building A and changed nothing. Then once
// more with the interface's own table of access opened to all: what the database shows by itself.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PortalOperationName, portalAccess, portalOperations } from "@mega/contract";
import type { LightMyRequestResponse } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PortalRules } from "../access/portal-guard.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { makePortalRig, type PortalAsked, type PortalRig } from "./testing/portal-rig.ts";
import {
  credentials,
  type OwnersView,
  ofBuildingA,
  ownersView,
  type PersonOfTwo,
  people,
} from "./testing/two-buildings.ts";

const callers = [
  "none",
  "tenantA",
  "tenantB",
  "former",
  "managerA",
  "managerB",
  "installer",
  "operator",
  "nobody",
  "gatewayA",
  "gatewayB",
  "expired",
  "revoked",
  "half",
] as const;
type Caller = (typeof callers)[number];

/** What an operation asks about building A, and what comes of it. */
interface Row {
  readonly asked?: PortalAsked;
  /** Whose word is taken. */
  readonly allowed: readonly Caller[];
  /** Who has the role and not the building: refused as for something that is not there. */
  readonly elsewhere?: readonly Caller[];
  /** Of those allowed, who is shown something of building A. */
  readonly sees?: readonly Caller[];
  /** What comes of it where it is allowed; "passes" when left out. */
  readonly answer?: string;
}

const loggedIn: readonly Caller[] = [
  ...["tenantA", "tenantB", "former", "managerA", "managerB", "installer", "operator", "nobody"],
] as const as readonly Caller[];
const lets = (name: Caller): readonly Caller[] => [name];
const person = { name: "Zoe", language: "fr" };
const stay = { channelNo: 2, from: "2026-03-01T00:00:00Z", to: null };
const exchange = {
  ...{
    kind: "exchanged",
    at: "2026-05-01T08:00:00Z",
    serialNumber: null,
    why: "The meter was broken",
  },
  counters: [{ counterId: "import", oldEnd: "12.000", newStart: "0.000" }],
  confirmChannelNo: 1,
};
const building = { params: { buildingId: 1 } };
const gateway = { params: { gatewayId: 1 } };

const span = { bucket: "day", from: "2026-04-01T00:00:00Z", to: "2026-05-01T00:00:00Z" };
/** Gateways here have no configuration yet; whose figures are shown to whom is tried in tests/server. */
const figures = (query: Readonly<Record<string, string>> = {}): Row => ({
  asked: { params: { gatewayId: 1, channelNo: 1 }, query },
  allowed: ["managerA", "installer", "tenantA", "former"],
  elsewhere: ["managerB", "tenantB"],
  answer: "CONFLICT",
});

const report = (): Row => ({
  asked: { ...gateway, body: { what: "report", formats: ["csv"], to: "any@example.org" } },
  allowed: lets("managerA"),
  elsewhere: lets("managerB"),
});

/** A row for each operation: one without a row does not compile. */
const rows: Readonly<Record<PortalOperationName, Row>> = {
  session: { allowed: callers },
  login: {
    asked: { body: { email: "tenant-a@example.org", password: "not the right one" } },
    allowed: callers,
    answer: "LOGIN_REFUSED",
  },
  logout: { allowed: [...loggedIn, "half"] },
  giveFactor: {
    asked: { body: { code: "000000" } },
    allowed: [...loggedIn, "half"],
    answer: "PROOF_REFUSED",
  },
  confirmPassword: {
    asked: { body: { password: "not the right one" } },
    allowed: loggedIn,
    answer: "PASSWORD_WRONG",
  },
  changePassword: {
    asked: { body: { oldPassword: "not the right one", newPassword: "another one, longer" } },
    allowed: loggedIn,
    answer: "PASSWORD_WRONG",
  },
  endOtherSessions: { allowed: loggedIn },
  beginFactor: { allowed: [...loggedIn, "half"] },
  setFactor: {
    asked: { body: { code: "000000" } },
    allowed: [...loggedIn, "half"],
    answer: "PROOF_REFUSED",
  },
  askReset: { asked: { body: { email: "tenant-a@example.org" } }, allowed: callers },
  invitation: {
    asked: { body: { word: "A".repeat(22) } },
    allowed: callers,
    answer: "PROOF_REFUSED",
  },
  acceptInvitation: {
    asked: { body: { word: "A".repeat(22), password: "another one, longer" } },
    allowed: callers,
    answer: "PROOF_REFUSED",
  },
  me: { allowed: loggedIn, sees: ["tenantA", "former", "managerA", "installer"] },
  changeMe: {
    asked: { body: person },
    allowed: loggedIn,
    sees: ["tenantA", "former", "managerA", "installer"],
  },
  chooseHourly: {
    asked: { body: { allowed: true } },
    allowed: loggedIn,
    sees: ["tenantA", "former", "managerA", "installer"],
  },
  accounts: { allowed: lets("operator") },
  addAccount: {
    asked: { body: { email: "new@example.org", ...person, operator: false } },
    allowed: lets("operator"),
  },
  changeAccount: {
    asked: { params: { accountId: people.tenantA }, body: { disabled: true } },
    allowed: lets("operator"),
  },
  inviteAgain: {
    asked: { params: { accountId: people.tenantA } },
    allowed: ["operator", "managerA"],
    elsewhere: lets("managerB"),
  },
  removeFactor: { asked: { params: { accountId: people.tenantA } }, allowed: lets("operator") },
  rights: {
    asked: building,
    allowed: ["operator", "managerA"],
    elsewhere: lets("managerB"),
  },
  giveRight: {
    asked: { ...building, body: { email: "new@example.org", ...person, role: "manager" } },
    allowed: ["operator", "managerA"],
    elsewhere: lets("managerB"),
  },
  endRight: {
    asked: { params: { buildingId: 1, accountId: people.installer } },
    allowed: ["operator", "managerA"],
    elsewhere: lets("managerB"),
  },
  stays: { asked: gateway, allowed: lets("managerA"), elsewhere: lets("managerB") },
  giveStay: {
    asked: { ...gateway, body: { email: "new@example.org", ...person, ...stay } },
    allowed: lets("managerA"),
    elsewhere: lets("managerB"),
  },
  changeStay: {
    asked: { params: { gatewayId: 1, stayId: 2 }, body: { to: "2026-05-01T00:00:00Z" } },
    allowed: lets("managerA"),
    elsewhere: lets("managerB"),
  },
  buildings: {
    allowed: ["operator", "managerA", "managerB", "installer"],
    sees: ["operator", "managerA", "installer"],
  },
  addBuilding: { asked: { body: { name: "Residence Delta" } }, allowed: lets("operator") },
  gateways: {
    asked: building,
    allowed: ["operator", "managerA", "installer"],
    elsewhere: lets("managerB"),
    sees: ["operator", "managerA", "installer"],
  },
  enrolGateway: {
    asked: { ...building, body: { code: "00000000" } },
    allowed: ["operator", "managerA"],
    elsewhere: lets("managerB"),
    answer: "CODE_REFUSED",
  },
  revokeGateway: {
    asked: gateway,
    allowed: ["operator", "managerA"],
    elsewhere: lets("managerB"),
    sees: ["operator", "managerA"],
  },
  transferGateway: {
    asked: { ...gateway, body: { buildingId: 2 } },
    allowed: ["operator", "managerA"],
    elsewhere: lets("managerB"),
    sees: ["operator", "managerA"],
  },
  buildingAudit: {
    asked: building,
    allowed: ["operator", "managerA"],
    elsewhere: lets("managerB"),
    sees: ["operator", "managerA"],
  },
  confirmRestore: {
    asked: { ...gateway, body: { code: "00000000" } },
    allowed: lets("managerA"),
    elsewhere: lets("managerB"),
    answer: "PROOF_REFUSED",
  },
  refuseRestores: {
    asked: gateway,
    allowed: lets("managerA"),
    elsewhere: lets("managerB"),
    sees: lets("managerA"),
  },
  undoRestore: {
    asked: gateway,
    allowed: lets("managerA"),
    elsewhere: lets("managerB"),
    answer: "NOT_FOUND",
  },
  commands: {
    asked: gateway,
    allowed: ["managerA", "installer"],
    elsewhere: lets("managerB"),
    sees: ["managerA", "installer"],
  },
  giveCommand: {
    asked: { ...gateway, body: { kind: "read-now", channelNo: 1 } },
    allowed: ["managerA", "installer"],
    elsewhere: lets("managerB"),
  },
  giveChange: {
    asked: { ...gateway, body: { kind: "exchange", request: exchange } },
    allowed: ["managerA", "installer"],
    elsewhere: lets("managerB"),
  },
  withdrawCommand: {
    asked: { params: { gatewayId: 1, commandId: "00".repeat(16) } },
    allowed: ["managerA", "installer"],
    elsewhere: lets("managerB"),
    answer: "NOT_FOUND",
  },
  gatewaySettings: {
    asked: gateway,
    allowed: lets("managerA"),
    elsewhere: lets("managerB"),
    answer: "CONFLICT",
  },
  gatewayCounters: figures(),
  gatewayChannel: figures(),
  gatewaySeries: figures(span),
  gatewayJson: figures(),
  gatewayCsv: figures(),
  gatewayXlsx: figures(),
  gatewayPdf: figures(),
  gatewayMail: { asked: gateway, allowed: lets("managerA"), elsewhere: lets("managerB") },
  previewReport: { ...report(), answer: "CONFLICT" },
  sendReport: { ...report(), answer: "CONFLICT" },
  setReportSchedule: {
    asked: { ...gateway, body: { schedule: null } },
    allowed: lets("managerA"),
    elsewhere: lets("managerB"),
  },
  tunnel: {
    asked: gateway,
    allowed: ["managerA", "installer"],
    elsewhere: lets("managerB"),
  },
  openTunnel: {
    asked: gateway,
    allowed: ["managerA", "installer"],
    elsewhere: lets("managerB"),
    answer: "CONFLICT",
  },
  enterTunnel: {
    asked: gateway,
    allowed: ["managerA", "installer"],
    elsewhere: lets("managerB"),
    answer: "CONFLICT",
  },
  closeTunnel: {
    asked: gateway,
    allowed: ["managerA", "installer"],
    elsewhere: lets("managerB"),
  },
};

const names = Object.keys(portalOperations) as PortalOperationName[];
/** The table of access as if nobody had written it: whoever is logged in may ask for everything. */
const allOpen = Object.fromEntries(
  names.map((name) => [name, { ...portalAccess.me, stage: stageOf(name) }]),
) as PortalRules;

function stageOf(name: PortalOperationName) {
  const { stage } = portalAccess[name];
  return stage === "login" ? "password" : stage;
}

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());

interface Bench {
  readonly rig: PortalRig;
  readonly owner: OwnersView;
}

async function bench(rules: PortalRules): Promise<Bench> {
  const rig = await makePortalRig(postgres, mkdtempSync(join(tmpdir(), "mega-portal-")), { rules });
  const owner = await ownersView(rig.url);
  await owner.seed();
  return { rig, owner };
}

/** The headers of a caller; of those whose time is over, of building A's manager. */
async function headersFor({ rig, owner }: Bench, caller: Caller) {
  switch (caller) {
    case "none":
      return {};
    case "gatewayA":
    case "gatewayB":
      return { authorization: `Bearer ${credentials[caller]}` };
    case "expired": {
      const headers = await rig.loggedIn(people.managerA);
      await owner.run("UPDATE portal_session SET seen_at = seen_at - interval '15 minutes'");
      return headers;
    }
    case "revoked": {
      const headers = await rig.loggedIn(people.managerA);
      await owner.run(`UPDATE account SET disabled_at = '2026-05-01Z' WHERE account_id = 2`);
      return headers;
    }
    case "half": {
      const headers = await rig.loggedIn(people.managerA);
      await owner.run("UPDATE portal_session SET factor_at = NULL");
      return headers;
    }
    default:
      return rig.loggedIn(people[caller satisfies PersonOfTwo]);
  }
}

async function ask(on: Bench, name: PortalOperationName, caller: Caller) {
  const headers = await headersFor(on, caller);
  const before = await on.owner.fingerprint();
  const answer = await on.rig.ask(name, { ...rows[name].asked, headers, ip: addressFor(caller) });
  const changed = before !== (await on.owner.fingerprint());
  if (changed || caller === "revoked") await on.owner.seed();
  return { answer, changed };
}

let asked = 0;
/** Another place for each question, so that no wait after wrong ones answers. */
function addressFor(_caller: Caller): string {
  asked += 1;
  return `198.51.${Math.floor(asked / 250) + 1}.${(asked % 250) + 1}`;
}

function outcomeOf(answer: LightMyRequestResponse): string {
  if (answer.statusCode < 300) return "passes";
  return answer.json<{ readonly code: string }>().code;
}

function wordsOfA({ body }: LightMyRequestResponse): string[] {
  return ofBuildingA.filter((word) => body.includes(word));
}

function expected(name: PortalOperationName, caller: Caller): string {
  const { allowed, elsewhere = [], answer = "passes" } = rows[name];
  if (allowed.includes(caller)) return answer;
  if (elsewhere.includes(caller)) return "NOT_FOUND";
  return loggedIn.includes(caller) ? "FORBIDDEN" : "UNAUTHENTICATED";
}

describe("by the table of access", () => {
  let on: Bench;
  beforeAll(async () => {
    on = await bench(portalAccess);
  });
  afterAll(async () => {
    await on.owner.close();
    await on.rig.close();
  });

  test.each(names)("%s answers everybody as its row says", async (name) => {
    for (const caller of callers) {
      const { answer, changed } = await ask(on, name, caller);
      expect(outcomeOf(answer), `${caller}: ${answer.body}`).toBe(expected(name, caller));
      const sees = rows[name].sees?.includes(caller) ?? false;
      expect(wordsOfA(answer).length > 0, `${caller} sees ${answer.body}`).toBe(sees);
      if (!rows[name].allowed.includes(caller)) expect(changed, caller).toBe(false);
    }
  });
});

describe("with the table of access opened to all", () => {
  let on: Bench;
  beforeAll(async () => {
    on = await bench(allOpen);
  });
  afterAll(async () => {
    await on.owner.close();
    await on.rig.close();
  });

  const guarded = names.filter((name) => !rows[name].allowed.includes("nobody"));
  test.each(guarded)("%s shows and changes nothing of building A by itself", async (name) => {
    for (const caller of callers.filter((one) => !rows[name].allowed.includes(one))) {
      // A login whose second factor is missing is building A's manager all the same.
      if (caller === "half") continue;
      const { answer, changed } = await ask(on, name, caller);
      expect(wordsOfA(answer), `${caller} sees ${answer.body}`).toEqual([]);
      expect(changed, `${caller} changed something: ${answer.body}`).toBe(false);
      expect(answer.statusCode, answer.body).not.toBe(500);
    }
  });
});
