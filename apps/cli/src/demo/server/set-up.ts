/**
 * Sets the server's demo up as people would: the operator makes buildings and their managers, each manager
 * enrols his gateway by its code and gives his tenant a stay. Passwords that are known are the only
 * difference.
 */

import type {
  BuildingList,
  PortalGatewayList,
  RestoreInfo,
  RestoreTokenMade,
  ServerState,
} from "@mega/contract";
import { systemClock, toUtcString } from "@mega/domain";
import { handOver } from "@mega/gateway";
import { loadConfig } from "@mega/installation";
import { claimGateway, type Person } from "../person.ts";
import { type BoxProcess, startBox } from "./box-process.ts";
import { type BuildingNote, boxFolder } from "./demo-note.ts";
import { configFileOf } from "./demo-past.ts";
import type { DemoBuilding, PortalPersonOfDemo } from "./demo-people.ts";
import { type DemoStage, letIn } from "./demo-stage.ts";
import type { PortalPerson } from "./portal-person.ts";
import { factorCode } from "./second-factor.ts";
import { waitUntil } from "./wait-until.ts";

const DAY_MS = 86_400_000;

/** What came of it. */
export interface SetUp {
  readonly buildings: Readonly<Record<string, BuildingNote>>;
  readonly factors: Readonly<Record<string, string>>;
}

/** Sets everything up; the past of each building is there. */
export async function setUp(stage: DemoStage): Promise<SetUp> {
  const { operator, buildings } = stage.demo;
  const factors: Record<string, string> = {};
  const whole = async (person: PortalPersonOfDemo, entered: PortalPerson) => {
    const codeOf = (secret: string) => factorCode(secret, systemClock().nowMs());
    factors[person.email] = await entered.setFactor(codeOf);
    return entered;
  };
  const keeper = await whole(operator, await letIn(stage, operator, true));
  const notes: Record<string, BuildingNote> = {};
  for (const building of buildings) {
    const name = loadConfig(configFileOf(stage.folder, building)).location;
    stage.say(`${name}: the manager enrols the gateway, which hands its past over.`);
    const made = await keeper.ask<BuildingList>("POST", "/buildings", { name });
    const buildingId = made.buildings[0]?.buildingId ?? 0;
    const { password: _, ...person } = building.manager;
    const right = { ...person, role: "manager" };
    await keeper.ask("POST", `/buildings/${buildingId}/rights`, right);
    const manager = await whole(building.manager, await letIn(stage, building.manager));
    notes[building.id] = await enrolBuilding(stage, building, manager, buildingId);
  }
  return { buildings: notes, factors };
}

async function enrolBuilding(
  stage: DemoStage,
  building: DemoBuilding,
  manager: PortalPerson,
  buildingId: number,
): Promise<BuildingNote> {
  const { folder, boxes } = stage;
  const configFile = configFileOf(folder, building);
  const dataFolder = boxFolder(folder, building.id, 1);
  const options = { dataFolder, configFile, port: building.port };
  const box = await startBox(options);
  boxes.set(building.id, box);
  const owner = await claimGateway(box.url, box.setupCode ?? "", building.owner);
  const state = () => owner.ask<ServerState>("GET", "/server");
  const { code } = await waitUntil("a code", state, (one) => one.state === "waiting-for-code");
  const { gateways } = await manager.ask<PortalGatewayList>(
    "POST",
    `/buildings/${buildingId}/gateways`,
    { code: code?.code ?? "" },
  );
  await waitUntil("the credential", state, (one) => one.state === "connected");
  const token = await restoreToken(owner);
  await giveStays(stage, building, manager, gateways.at(-1)?.gatewayId ?? 0);
  await handOverPast(stage, dataFolder, box);
  boxes.set(building.id, await startBox(options));
  return { box: 1, mac: loadConfig(configFile).mac, token };
}

/** What an owner prints and keeps; the configuration is at the server when it is known. */
async function restoreToken(owner: Person): Promise<string> {
  const { token } = await owner.ask<RestoreTokenMade>("POST", "/restore/token");
  await waitUntil(
    "the configuration at the server",
    () => owner.ask<RestoreInfo>("GET", "/restore"),
    ({ backup }) => backup.state === "kept" && backup.tokenMadeAt !== null,
  );
  return token;
}

async function giveStays(
  stage: DemoStage,
  { tenant, stays }: DemoBuilding,
  manager: PortalPerson,
  gatewayId: number,
): Promise<void> {
  const { email, name, language } = tenant;
  for (const { channelNo, daysBefore } of stays) {
    const from = toUtcString(stage.note.referenceMs - daysBefore * DAY_MS);
    const stay = { email, name, language, channelNo, from, to: null };
    await manager.ask("POST", `/gateways/${gatewayId}/stays`, stay);
  }
  await letIn(stage, tenant);
}

/** A year in pieces of a day takes minutes, since a gateway leaves its line time between them. */
async function handOverPast(
  { serverUrl }: DemoStage,
  dataFolder: string,
  box: BoxProcess,
): Promise<void> {
  await box.end("SIGTERM");
  const url = serverUrl.replace(/\/$/, "");
  await handOver({ dataFolder, url, onPosition: () => undefined });
}
