// Backup and restore in paragraph 6 of CONFIG, on a real gateway with a server in memory beside it: a
// token made and printed, another box's place asked for, granted and taken; by keyboard, in every
// language and theme, from 360 px up.

import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dictionaries } from "@mega/locale";
import { backupText, configurationHash } from "@mega/uplink";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { masterOfToken, restoreKeys } from "../../apps/gateway/src/restore/restore-token.ts";
import { sealSecrets } from "../../apps/gateway/src/restore/sealed-secrets.ts";
import { KeptServer } from "../../apps/gateway/src/restore/testing/kept-server.ts";
import {
  type ListeningServer,
  listenAs,
} from "../../apps/gateway/src/restore/testing/listening-server.ts";
import { enter } from "../gateway/claimed.ts";
import { type StartedProcess, startProcess } from "../gateway/mega-process.ts";
import { beyondOf, faultsOf, looks } from "./close-look.ts";
import { openStage, type Stage } from "./stage.ts";

const { restore: words } = dictionaries.fr;
const token = "7K3MQ-0ZX1P-7K3MQ-0ZX1P-7K3MQ-0";
const oldMac = "02:00:00:00:00:16";

let folder: string;
let server: KeptServer;
let listening: ListeningServer;
let gateway: StartedProcess;
let stage: Stage;

/** The configuration of the box that was lost. */
async function keepConfiguration(): Promise<void> {
  const keys = restoreKeys(await masterOfToken(token.replaceAll("-", "")));
  const configuration = {
    version: 1,
    building: { name: "Les Tilleuls" },
    gateway: { model: "MEGA16", language: "fr", mac: oldMac },
  };
  const document = backupText({ configuration, profiles: [] });
  const sealed = sealSecrets(keys, document, new Map());
  const proofSha256 = createHash("sha256").update(Buffer.from(keys.proof, "hex")).digest("hex");
  server.proofSha256 = proofSha256;
  const secrets = sealed.toString("base64");
  const sha256 = configurationHash(document, sealed);
  const put = { document, secrets, sha256, proofSha256, parent: null };
  const bytes = new TextEncoder().encode(JSON.stringify(put));
  const body = { type: "application/json", bytes } as const;
  await server.ask({ method: "PUT", path: "/v1/configuration", body });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mega-restore-page-"));
  server = new KeptServer();
  await keepConfiguration();
  listening = await listenAs(server);
  gateway = await startProcess(join(folder, "data"), undefined, ["--model", "MEGA32"]);
  const person = await enter(gateway.url, gateway.setupCode);
  stage = await openStage({ url: gateway.url, owner: person });
}, 120_000);

/** What a refused request, or a gateway that starts anew, leaves in the browser's console. */
let provoked: RegExp | null = null;

afterEach(async () => {
  const complaints = stage.complaints().filter((one) => provoked?.test(one) !== true);
  provoked = null;
  await stage.clear();
  expect(complaints).toEqual([]);
});

afterAll(async () => {
  await stage?.close();
  await gateway?.end("SIGKILL");
  await listening?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const section = (page: Page) => page.getByRole("region", { name: words.title });

async function lookedAt(page: Page, look: (typeof looks)[number], include: string): Promise<void> {
  const width = look.theme === "light" ? 360 : 1280;
  for (const next of [360, 768, 1280]) {
    await page.setViewportSize({ width: next, height: 860 });
    expect(await beyondOf(page), `${next}`).toBe(0);
  }
  await page.setViewportSize({ width, height: 860 });
  expect(await faultsOf(page, look.rules, { include })).toEqual([]);
}

test("a token is made with the password, shown once, and printed", async () => {
  const page = await stage.open({ path: "/config" });
  await section(page).getByText(words.noToken).waitFor();
  await section(page).getByRole("button", { name: words.makeToken }).press("Enter");
  const dialog = page.getByRole("dialog", { name: words.tokenTitle });
  await dialog.getByRole("button", { name: words.makeToken }).press("Enter");
  await stage.confirm(page);
  const shown = dialog.getByLabel(words.token, { exact: true });
  const made = await shown.inputValue();
  expect(made).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]$/);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("link", { name: words.tokenPrint }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/\.pdf$/);
  expect(await faultsOf(page, "all", { include: "dialog" })).toEqual([]);
  await dialog.getByRole("button", { name: words.tokenDone }).press("Enter");
  await dialog.waitFor({ state: "detached" });
  await page.reload();
  await section(page).getByText(words.tokenMade("").trim(), { exact: false }).waitFor();
  expect(await page.content()).not.toContain(made);
});

test("a wrong token is refused, the right one shows the code, by keyboard alone", async () => {
  provoked = /403/;
  const page = await stage.open({ path: "/config" });
  await section(page).getByRole("button", { name: words.take }).press("Enter");
  const dialog = page.getByRole("dialog", { name: words.takeTitle });
  const begin = dialog.getByRole("button", { name: words.begin });
  await dialog.getByLabel(words.server).fill(listening.url);
  await dialog.getByLabel(words.oldMac).fill("02-00-00-00-00-16");
  await dialog.getByLabel(words.typedToken).fill("7K3MQ");
  expect(await begin.isDisabled()).toBe(true);
  await dialog.getByLabel(words.typedToken).fill(token.replace(/0$/, "1"));
  await begin.press("Enter");
  await stage.confirm(page);
  await dialog.getByText(dictionaries.fr.problems.codes.PROOF_REFUSED).waitFor();
  await dialog.getByLabel(words.typedToken).fill(token.toLowerCase());
  await dialog.getByLabel(words.typedToken).press("Enter");
  await stage.confirm(page);
  await section(page).getByText(words.steps.waiting).waitFor();
  const code = section(page).locator(".takeover-code");
  expect(await code.getAttribute("aria-label")).toBe("7 K 3 M Q 0 Z X");
});

test.each(looks)("the code keeps nobody out, $theme, $language", async (look) => {
  const texts = dictionaries[look.language].restore;
  const page = await stage.open({ ...look, path: "/config" });
  await page.getByText(texts.codeTitle, { exact: true }).waitFor();
  await lookedAt(page, look, "#general");
});

test("what the manager refused is shown, and given up", async () => {
  server.restore = { state: "ended", why: "refused" };
  const page = await stage.open({ path: "/config" });
  const at = section(page);
  await at.getByText(words.faults.refused).waitFor({ timeout: 30_000 });
  const look = await stage.open({ path: "/config", theme: "dark", language: "de", width: 360 });
  await look.getByText(dictionaries.de.restore.faults.refused).waitFor();
  expect(await beyondOf(look)).toBe(0);
  expect(await faultsOf(look, "all", { include: ".restore" })).toEqual([]);
  await at.getByRole("button", { name: words.giveUp }).press("Enter");
  await at.getByText(words.steps.failed).waitFor({ state: "detached" });
  server.restore = {
    state: "waiting",
    expiresAt: "2030-01-01T00:00:00Z",
    automaticAt: "2030-01-01T00:00:00Z",
  };
});

test("once it is granted the gateway starts anew, and its page shows the building", async () => {
  // While it is down the page asks in vain.
  provoked = /ERR_|Failed to load/;
  const page = await stage.open({ path: "/config" });
  await section(page).getByRole("button", { name: words.take }).press("Enter");
  const dialog = page.getByRole("dialog", { name: words.takeTitle });
  await dialog.getByLabel(words.server).fill(listening.url);
  await dialog.getByLabel(words.oldMac).fill(oldMac);
  await dialog.getByLabel(words.typedToken).fill(token);
  server.restore = {
    ...{ state: "granted", gatewayId: 7, generation: 2 },
    building: "Les Tilleuls",
  } as const;
  await dialog.getByRole("button", { name: words.begin }).press("Enter");
  await stage.confirm(page);
  await page.getByText("Les Tilleuls").first().waitFor({ timeout: 60_000 });
  await section(page).getByText(words.title).waitFor();
});
