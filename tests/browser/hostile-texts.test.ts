// A gateway whose names are all attempts: no page runs one, no mail, file or clipboard makes more of
// it than a text. Chromium watches the pages, openpyxl and poppler read the files.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dictionaries } from "@mega/locale";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Person } from "../../apps/cli/src/demo/person.ts";
import {
  startMailServer,
  type TestMailServer,
} from "../../apps/gateway/src/mail/testing/mail-server.ts";
import { parseCsv } from "../../packages/reports/src/testing/parse-csv.ts";
import { readPdf } from "../../packages/reports/src/testing/read-pdf.ts";
import { readWorkbook } from "../../packages/reports/src/testing/read-workbook.ts";
import { freePort } from "../free-port.ts";
import { enter } from "../gateway/claimed.ts";
import { type StartedProcess, startProcess } from "../gateway/mega-process.ts";
import { type FreshStage, openFreshStage } from "./fresh-stage.ts";
import { broken, formulas, markup } from "./hostile-texts.ts";

const LOCATION = "<img src=x onerror=alert(1)>";
const START_TIMEOUT_MS = 60_000;
const fr = dictionaries.fr;
const names = [...markup, ...formulas];

let folder: string;
let gateway: StartedProcess;
let mailServer: TestMailServer;
let anna: Person;
let stage: FreshStage;
let annas: BrowserContext;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mega-hostile-"));
  mailServer = await startMailServer();
  const configFile = join(folder, "gateway.json");
  writeFileSync(configFile, JSON.stringify(await configuration()));
  gateway = await startProcess(join(folder, "data"), configFile);
  anna = await enter(gateway.url, gateway.setupCode);
  for (const text of markup.slice(0, 20)) {
    await anna.ask("POST", "/tokens", { name: text, scopes: ["read:counters"], expiresAt: null });
  }
  for (const text of markup.slice(0, 4)) {
    const body = JSON.stringify({ name: text, password: "no water on the bench" });
    const headers = { "content-type": "application/json" };
    await fetch(new URL("/api/v1/session", gateway.url), { method: "POST", headers, body });
  }
  const grants = [{ channelNo: 2, from: "2026-01-01T00:00:00Z", to: null }];
  const account = { role: "tenant", language: "fr", email: null, grants };
  for (const text of markup) {
    const added = anna.ask("POST", "/accounts", { ...account, name: text });
    await added.catch((error: unknown) => expect(String(error)).toContain("400"));
  }
  await anna.ask("POST", "/accounts", { ...account, name: "remi" });
  stage = await openFreshStage(gateway.url);
  annas = await stage.context();
  const [name = "", value = ""] = anna.cookie.split("=");
  await annas.addCookies([{ name, value, url: gateway.url, httpOnly: true, sameSite: "Strict" }]);
}, START_TIMEOUT_MS);

afterEach(async () => {
  await stage.clear(annas);
  expect(stage.complaints()).toEqual([]);
});

afterAll(async () => {
  await stage?.close();
  await gateway?.end();
  await mailServer?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Every text of the configuration that a person may type freely. */
async function configuration() {
  const at = (no: number) => names[no % names.length] ?? "";
  return {
    version: 1,
    building: { name: LOCATION },
    gateway: { model: "MEGA64", language: "fr" },
    mqtt: { embedded: { port: await freePort() } },
    mail: { server: "127.0.0.1", port: mailServer.port, tls: "none", to: "syndic@example.org" },
    meters: names.map((_, index) => ({
      id: `m${index}`,
      profile: "mqtt",
      ratedMaximumPerHour: "100",
      serialNumber: at(index + 3),
      mqtt: { mac: "94b555892584", deviceChannel: index, token: "device-token" },
    })),
    channels: names.map((name, index) => ({
      no: index + 1,
      name,
      meter: `m${index}`,
      login: at(index + 1),
      address1: at(index + 2),
      address2: at(index + 4),
      errorMail: true,
    })),
  };
}

/** What would be there if a text had become markup. */
const intruders = [
  "script:not([src])",
  "[onload],[onerror],[onclick],[onmouseover],[onfocus],[ontoggle],[onstart]",
  "iframe,video,marquee,math,base,object,embed,noscript",
  "img[src='x'],style,link[rel='import']",
  "a[href^='javascript:']",
].join(",");

async function open(path: string): Promise<Page> {
  const page = await stage.page(annas);
  page.on("dialog", (dialog) => {
    void dialog.dismiss();
    throw new Error(`${path} ran ${dialog.message()}`);
  });
  await page.goto(new URL(`${path}?lang=fr&show=all`, gateway.url).href);
  await page.locator("h1").waitFor();
  return page;
}

test.each([
  ["/", ".ct"],
  ["/config", ".chan[data-channel='37']"],
  ["/accounts", ".list tbody tr"],
  ["/tokens", ".list tbody tr"],
  ["/audit", ".list tbody tr"],
  ["/quarantine", "h1"],
  ["/channels/1", ".card"],
  ["/channels/3", ".card"],
])("%s shows every text as a text", async (path, ready) => {
  const page = await open(path);
  await page.locator(ready).first().waitFor();
  if (path === "/config") {
    for (const no of [1, 2, 3]) {
      await page.locator(`.chan[data-channel="${no}"] .c-end button`).last().click();
    }
  }
  if (path === "/")
    for (const name of names) await page.getByText(name, { exact: true }).first().waitFor();
  if (path === "/tokens") expect(await page.getByText(markup[0]).count()).toBeGreaterThan(0);
  if (path === "/audit") expect(await page.getByText(markup[1]).count()).toBeGreaterThan(0);
  expect(await page.locator(intruders).count()).toBe(0);
  expect(await page.locator(".where b").textContent()).toBe(LOCATION);
});

test("names with tabs, line breaks and zeros do not get into a configuration", async () => {
  const { configuration: stored } = await anna.ask<{
    configuration: { readonly channels: readonly object[] };
  }>("GET", "/configuration");
  for (const name of broken) {
    const channels = stored.channels.map((one, index) => (index === 0 ? { ...one, name } : one));
    const { faults } = await anna.ask<{ faults: readonly { pointer: string }[] }>(
      "POST",
      "/configuration/check",
      { ...stored, channels },
    );
    expect(
      faults.map(({ pointer }) => pointer),
      JSON.stringify(name),
    ).toContain("/channels/0/name");
  }
});

async function file(path: string): Promise<{ readonly bytes: Buffer; readonly name: string }> {
  const answer = await fetch(new URL(`/api/v1${path}`, gateway.url), {
    headers: { cookie: anna.cookie },
  });
  expect(answer.status).toBe(200);
  const name = /filename="([^"]*)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1];
  return { bytes: Buffer.from(await answer.arrayBuffer()), name: name ?? "" };
}

test("the workbook holds every name as a text, and no formula", async () => {
  const { bytes, name } = await file("/export.xlsx");
  expect(name).toMatch(/^[a-z0-9_-]+\.xlsx$/);
  const cells = readWorkbook(bytes).sheets.flatMap(({ rows }) => rows.flat());
  expect(cells.filter(({ kind }) => kind === "formula" || kind === "error")).toEqual([]);
  const texts = new Set(cells.filter(({ kind }) => kind === "text").map(({ text }) => text));
  expect(names.filter((one) => !texts.has(one))).toEqual([]);
});

test.each(["wide", "long"])("the CSV file for Excel (%s) computes nothing", async (shape) => {
  const { bytes, name } = await file(`/export.csv?dialect=excel-be&shape=${shape}`);
  expect(name).toMatch(/^[a-z0-9_-]+\.csv$/);
  const cells = parseCsv(bytes.toString("utf8").replace(/^\uFEFF/, ""), ";").flat();
  const computed = cells.filter(
    (cell) => /^[=+@\t\r]/.test(cell) || /^-(?!\d+([.,]\d+)?$)/.test(cell),
  );
  expect(computed).toEqual([]);
  for (const formula of formulas) expect(cells.some((cell) => cell.includes(formula))).toBe(true);
});

test("the copied table computes nothing in a spreadsheet", async () => {
  const page = await open("/");
  await page.locator(".ct").waitFor();
  await page.getByRole("button", { name: fr.counters.copy, exact: true }).click();
  await page.locator(".copied:not(:empty)").waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  const cells = text.split(/\r?\n/).flatMap((line) => line.split("\t"));
  expect(
    cells.filter((cell) => /^"?[=+@]/.test(cell) || /^"?-[^\d]/.test(cell) || /^-\d+\+/.test(cell)),
  ).toEqual([]);
  const html = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const blob = item?.types.includes("text/html") ? await item.getType("text/html") : null;
    return blob === null || blob === undefined ? "" : blob.text();
  });
  expect(html).not.toMatch(/<(script|img|svg|iframe|video)/i);
});

test("the PDF shows the names and runs nothing", async () => {
  const { bytes } = await file("/export.pdf");
  expect(bytes.toString("latin1")).not.toMatch(/\/(JavaScript|JS|OpenAction|Launch|URI)\b/);
  const text = readPdf(bytes).pages.flat(2).join("\n");
  expect(text).toContain("<svg/onload=alert(1)>");
});

test("a mail says the names as text, and its form for readers of HTML escapes them", async () => {
  await anna.ask("POST", "/mail/send", { what: "report", formats: ["csv", "xlsx", "pdf"] });
  await expect.poll(() => mailServer.taken.length, { timeout: 15_000 }).toBe(1);
  const [mail] = mailServer.taken;
  const html = mail?.parsed.html === false ? "" : (mail?.parsed.html ?? "");
  expect(html).toContain("&lt;");
  expect(html).not.toMatch(
    /<(script|img|svg|iframe|video|style|base|link|marquee|math|details)[\s/>]/i,
  );
  const page = await stage.page(await stage.context());
  await page.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: html }));
  await page.goto("http://mail.invalid/");
  expect(await page.locator(intruders).count()).toBe(0);
  const head = mail?.raw.toString("latin1").split("\r\n\r\n")[0] ?? "";
  expect(head).not.toMatch(/^(bcc|x-)/im);
});
