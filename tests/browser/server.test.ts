// Paragraph 7 of CONFIG on a real gateway, with a small server beside it: switched on, the code read,
// connected, another history, left; by keyboard, in every language and theme, from 360 px up.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dictionaries } from "@mega/locale";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Counterpart } from "../../apps/gateway/src/uplink/testing/counterpart.ts";
import {
  type ListeningCounterpart,
  listen,
} from "../../apps/gateway/src/uplink/testing/counterpart-port.ts";
import { enter, owner } from "../gateway/claimed.ts";
import { type StartedProcess, startProcess } from "../gateway/mega-process.ts";
import { beyondOf, faultsOf, looks } from "./close-look.ts";
import { openStage, type Stage } from "./stage.ts";

const { config, server: words } = dictionaries.fr;

let folder: string;
let counterpart: Counterpart;
let listening: ListeningCounterpart;
let gateway: StartedProcess;
let stage: Stage;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mega-server-page-"));
  counterpart = new Counterpart(join(folder, "server"));
  listening = await listen(counterpart);
  const file = join(folder, "gateway.yaml");
  writeFileSync(
    file,
    "version: 1\nbuilding: { name: Test bench }\ngateway: { model: MEGA16, language: fr }\n",
  );
  gateway = await startProcess(join(folder, "data"), file);
  const person = await enter(gateway.url, gateway.setupCode);
  stage = await openStage({ url: gateway.url, owner: person });
}, 120_000);

/** What a refused request leaves in the browser's console, where a test provokes one. */
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
  counterpart?.close();
  rmSync(folder, { recursive: true, force: true });
});

const paragraph = (page: Page) => page.getByRole("region", { name: words.title });

async function save(page: Page): Promise<void> {
  const beside = page.locator("#save-password");
  if (await beside.isVisible()) await beside.fill(owner.password);
  await page.locator(".save .btn--main").press("Enter");
  await page.locator(".save").waitFor({ state: "detached", timeout: 30_000 });
}

test("the server is switched on, its code read and used, by keyboard alone", async () => {
  // A change without the password beside it is refused first, which the console notes.
  provoked = /403/;
  const page = await stage.open({ path: "/config" });
  const at = paragraph(page);
  await at.getByLabel(words.on).press("Space");
  await page.locator("#f-server-url-message").waitFor();
  await page.locator("#f-server-url").fill("http://server.example.org");
  await page.locator("#f-server-url").press("Tab");
  await at.getByText(config.rules["server-url"]).waitFor();
  await page.locator("#f-server-url").fill(listening.url);
  await page.locator("#f-server-jitterSeconds").fill("0");
  await page.locator("#f-server-jitterSeconds").press("Tab");
  await at.getByText(words.saveFirst).waitFor();
  await save(page);
  await at.getByText(words.states["waiting-for-code"]).waitFor({ timeout: 30_000 });
  const code = at.locator(".enrolment-code");
  expect(await code.getAttribute("aria-label")).toBe("7 K 3 M 9 P Q X");
  expect(await code.innerText()).toMatch(/^7K3M\s*9PQX$/);
});

test.each(looks)("the code keeps nobody out, $theme, $language", async (look) => {
  const texts = dictionaries[look.language].server;
  const width = look.theme === "light" ? 360 : 1280;
  const page = await stage.open({ ...look, path: "/config", width });
  await page.getByText(texts.codeTitle, { exact: true }).waitFor();
  for (const next of [360, 768, 1280]) {
    await page.setViewportSize({ width: next, height: 860 });
    expect(await beyondOf(page), `${next}`).toBe(0);
  }
  await page.setViewportSize({ width, height: 860 });
  expect(await faultsOf(page, look.rules, { include: "#general" })).toEqual([]);
});

test("once the code is used everything is sent, and a person sends when he wants", async () => {
  counterpart.redeemed = true;
  const page = await stage.open({ path: "/config" });
  const at = paragraph(page);
  await at.getByText(words.states.connected).waitFor({ timeout: 30_000 });
  await at.getByText(words.building("Les Tilleuls")).waitFor();
  await at.getByText(words.allSent).waitFor();
  const { length } = counterpart.requests;
  await at.getByRole("button", { name: words.uploadNow }).press("Enter");
  await expect.poll(() => counterpart.requests.length).toBeGreaterThan(length);
});

test("another history is shown with both hashes", async () => {
  const forged = { ...counterpart.head, headHash: "ab".repeat(32) };
  counterpart.interfere = ({ path }) =>
    path === "/v1/ledger" ? { status: 200, body: { ledger: forged } } : undefined;
  const page = await stage.open({ path: "/config" });
  const at = paragraph(page);
  await at.getByRole("button", { name: words.uploadNow }).press("Enter");
  await at.getByText(words.refusals.forked).waitFor({ timeout: 30_000 });
  await at.getByText("ab".repeat(32)).waitFor();
  const look = await stage.open({ path: "/config", theme: "dark", language: "de", width: 360 });
  await look.getByText(dictionaries.de.server.refusals.forked).waitFor();
  expect(await beyondOf(look)).toBe(0);
  expect(await faultsOf(look, "all", { include: "#general" })).toEqual([]);
  counterpart.interfere = () => undefined;
});

test.each(looks)("who sees the page from the server is told, $theme, $language", async (look) => {
  const texts = dictionaries[look.language].tunnel;
  const width = look.theme === "light" ? 360 : 1280;
  const page = await stage.open({ ...look, path: "/counters", width });
  const [openedAt, until] = ["2026-11-26T11:00:00Z", "2026-11-26T11:15:00Z"];
  const tunnel = { by: "anna@example.org", openedAt, until };
  const asked: string[] = [];
  await page.route("**/api/v1/server*", async (route) => {
    asked.push(route.request().method());
    const answer = await route.fetch({ method: "GET" });
    const isOpen = !asked.includes("DELETE");
    await route.fulfill({ json: { ...(await answer.json()), tunnel: isOpen ? tunnel : null } });
  });
  await page.route("**/api/v1/server/tunnel", async (route) => {
    asked.push(route.request().method());
    const answer = await page.request.get(new URL("/api/v1/server", gateway.url).href);
    await route.fulfill({ json: { ...(await answer.json()), tunnel: null } });
  });
  await page.goto(new URL(`/config?lang=${look.language}`, gateway.url).href);
  await page.getByText(texts.title).waitFor();
  await page.getByText("anna@example.org").waitFor();
  expect(await beyondOf(page)).toBe(0);
  expect(await faultsOf(page, look.rules, { include: "#general" })).toEqual([]);
  await page.getByRole("button", { name: texts.close }).press("Enter");
  await page.getByText(texts.title).waitFor({ state: "detached" });
  expect(asked).toContain("DELETE");
});

test("the tunnel is off until it is switched on here", async () => {
  const { tunnel } = dictionaries.fr;
  provoked = /403/;
  const page = await stage.open({ path: "/config" });
  const at = paragraph(page);
  const box = at.getByLabel(tunnel.on);
  expect(await box.isChecked()).toBe(false);
  await box.press("Space");
  await save(page);
  await page.reload();
  await expect.poll(() => at.getByLabel(tunnel.on).isChecked()).toBe(true);
});

test("whoever leaves the server types the password, and may ask for another code", async () => {
  const page = await stage.open({ path: "/config" });
  const at = paragraph(page);
  await at.getByRole("button", { name: words.leave }).press("Enter");
  await stage.confirm(page);
  await at.getByText(words.states["not-enrolled"]).waitFor();
  counterpart.redeemed = false;
  await at.getByRole("button", { name: words.newCode }).press("Enter");
  await at.getByText(words.codeTitle, { exact: true }).waitFor();
});
