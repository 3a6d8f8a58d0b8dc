/**
 * A gateway is lost, as in a fire, and another box takes its place: with an identity of its own, the
 * owner's token and the manager's word. It fetches configuration and ledger, and reads on.
 */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CountersTable, RestoreInfo, ServerState } from "@mega/contract";
import { MegaError } from "@mega/domain";
import { loadConfig } from "@mega/installation";
import { confirmRestoreAtMachine } from "@mega/server";
import { claimGateway } from "../person.ts";
import { startBox } from "./box-process.ts";
import { boxFolder, serverFolder, writeDemoNote } from "./demo-note.ts";
import { configFileOf } from "./demo-past.ts";
import type { DemoBuilding } from "./demo-people.ts";
import type { DemoStage } from "./demo-stage.ts";
import { waitUntil } from "./wait-until.ts";

/** The file by which a box that stands in for another begins: nothing is set up but who it is. */
export function newBoxFile(folder: string, id: string, box: number): string {
  return join(folder, `${id}.box-${box}.yaml`);
}

/** Replaces the box of a building; tells each step. @throws MegaError CONFLICT where one does not end */
export async function replaceBox(
  stage: DemoStage,
  building: DemoBuilding,
  tell: (step: string) => void,
): Promise<void> {
  const { folder, boxes, serverUrl } = stage;
  const before = stage.note.buildings[building.id];
  const old = boxes.get(building.id);
  if (before === undefined || old === undefined) {
    throw new MegaError("CONFLICT", `No gateway of ${building.id} runs`);
  }
  const { location } = loadConfig(configFileOf(folder, building));
  await old.end("SIGKILL");
  boxes.delete(building.id);
  tell(`${location}: box ${before.box} (${before.mac}) is gone, as in a fire.`);

  const box = before.box + 1;
  const mac = `e8:9f:6d:20:01:${box.toString(16).padStart(2, "0")}`;
  const configFile = newBoxFile(folder, building.id, box);
  writeFileSync(configFile, emptyBox(mac));
  const dataFolder = boxFolder(folder, building.id, box);
  const started = await startBox({ dataFolder, configFile, port: building.port });
  boxes.set(building.id, started);
  const owner = await claimGateway(started.url, started.setupCode ?? "", building.owner);
  tell(`Box ${box} (${mac}) is claimed and asks for its place with the token.`);

  const server = serverUrl.replace(/\/$/, "");
  await owner.ask("POST", "/restore", { server, oldMac: before.mac, token: before.token });
  const info = () => owner.ask<RestoreInfo>("GET", "/restore");
  const { takeover } = await waitUntil("a code", info, (one) => one.takeover?.code != null);
  const code = takeover?.code ?? "";
  const dataFolderOfServer = serverFolder(folder, stage.note);
  await confirmRestoreAtMachine({ dataFolder: dataFolderOfServer, databaseUrl: null, code });
  tell(`The manager has confirmed its code ${code}; it fetches configuration and ledger.`);

  // It starts anew by itself, at the same address.
  await waitUntil(
    "the restored building",
    () => owner.ask<CountersTable>("GET", "/counters"),
    ({ gateway }) => gateway.location === location,
  );
  const state = () => owner.ask<ServerState>("GET", "/server");
  const { headSeq } = await waitUntil("the upload", state, (one) => one.entriesWaiting === 0);
  stage.note = {
    ...stage.note,
    buildings: { ...stage.note.buildings, [building.id]: { ...before, box, mac } },
  };
  writeDemoNote(folder, stage.note);
  tell(`Box ${box} reads on: entry ${headSeq} of the same ledger is at the server.`);
}

function emptyBox(mac: string): string {
  return `version: 1
building: { name: New box }
gateway: { model: MEGA16, mac: "${mac}", demo: true }
`;
}
