// The portal as a tenant meets it, before a real server: the invitation, his figures against what the
// server answers, by keyboard alone, in every language and theme, on a telephone; without a connection;
// and another tenant in the same browser, who is shown nothing of the one before.

import { mkdirSync } from "node:fs";
import type { CountersTable, Me, Series } from "@mega/contract";
import {
  dictionaries,
  formatDecimal,
  formatMonth,
  type Language,
  portalDictionaries,
} from "@mega/locale";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { appCode } from "../server/app-code.ts";
import { beyondOf, faultsOf, looks } from "./close-look.ts";
import { keptAnswers, pagesKept, storesOf } from "./kept-in-browser.ts";
import { openPortalStage, type PortalPerson, type PortalStage } from "./portal-stage.ts";

const START_TIMEOUT_MS = 120_000;
const PASSWORD = "une porte sans clef";
const { shell, tenant } = portalDictionaries.fr;
const { access } = dictionaries.fr;

let stage: PortalStage;
/** Carl's telephone; he has two channels since January. */
let carls: BrowserContext;

beforeAll(async () => {
  stage = await openPortalStage();
  carls = await stage.context();
}, START_TIMEOUT_MS);

afterEach(async () => {
  await stage.line.mend();
  expect(stage.complaints()).toEqual([]);
});

afterAll(async () => {
  await stage?.stop();
});

async function open(context: BrowserContext, path: string, language?: Language): Promise<Page> {
  const page = await stage.page(context);
  const address = new URL(path, stage.url);
  if (language !== undefined) address.searchParams.set("lang", language);
  await page.goto(address.href);
  await page.locator("h1").first().waitFor();
  return page;
}

/** What the server answers to whoever is logged in. */
function told<T>(page: Page, path: string): Promise<T> {
  return page.evaluate(async (asked) => (await fetch(`/portal/v1${asked}`)).json(), path);
}

/** Sets a password by the link of a mail, with keys alone. */
async function enter(context: BrowserContext, who: PortalPerson): Promise<Page> {
  const page = await open(context, `/invitation#${await stage.invite(who)}`);
  const field = page.locator("#invited-password");
  await field.focus();
  await picture(page, `invitation-${who}`);
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  return page;
}

async function logIn(page: Page, who: PortalPerson): Promise<void> {
  await page.locator("#login-email").focus();
  await page.keyboard.type(`${who}@example.org`);
  await page.locator("#login-password").focus();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
}

async function logOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: access.menu("") }).press("Enter");
  await page.getByRole("button", { name: access.logOut }).press("Enter");
  await page.locator("#login-email").waitFor();
}

/** Where pictures are put, for those who look at them. */
const PICTURES = process.env["MEGA_PICTURES"];

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}

/** Digits of a text alone: spaces and separators differ by language. */
const plain = (text: string) => text.replace(/[\s\u00a0\u202f]+/g, " ").trim();

const card = (page: Page, channelNo: number) =>
  page.locator(`section[aria-labelledby="own-${stage.gatewayId}-${channelNo}"]`);

test("an invitation leads to a password and on to one's own figures, equal to the server's", async () => {
  const page = await enter(carls, "carl");
  await page.getByRole("heading", { name: tenant.hello("Carl"), exact: true }).waitFor();
  expect(new URL(page.url()).hash).toBe("");
  for (const channelNo of [2, 3]) {
    const at = card(page, channelNo);
    await at.locator(".bars").waitFor();
    const table = await told<CountersTable>(
      page,
      `/gateways/${stage.gatewayId}/counters?channels=${channelNo}`,
    );
    const [counter] = table.rows[0]?.counters ?? [];
    const cells = counter?.cells ?? [];
    expect(cells.length).toBe(5);
    expect(plain(await at.locator(".big").innerText())).toBe(
      plain(`${formatDecimal(cells[0]?.consumption ?? null, "fr")} kWh`),
    );
    expect(plain(await at.locator(".own-index b").first().innerText())).toBe(
      plain(`${formatDecimal(counter?.latest?.index ?? null, "fr")} kWh`),
    );
    await at.locator("summary").press("Enter");
    const lines = await at.locator("tbody tr").allInnerTexts();
    expect(lines.length).toBe(5);
    for (const [line, cell] of cells.entries()) {
      const text = plain(lines[line] ?? "");
      expect(text).toContain(formatMonth(cell.month, "fr", "long"));
      expect(text).toContain(plain(formatDecimal(cell.index, "fr")));
      expect(text).toContain(plain(formatDecimal(cell.consumption, "fr")));
    }
  }
  await picture(page, "me-two-channels");
  await page.close();
});

test("the month so far stands beside the same days of the month before, and of no year that was not his", async () => {
  const page = await open(carls, "/me");
  const lines = card(page, 2).locator(".compared dd");
  await lines.first().locator("b").waitFor();
  const series = await told<Series>(
    page,
    `/gateways/${stage.gatewayId}/channels/2/series?bucket=day&from=2026-03-31T22:00:00Z&to=2026-05-11T22:00:00Z`,
  );
  const days = series.bars.map(({ consumption }) => Number(consumption) * 1000);
  const sum = (from: number, count: number) =>
    Math.round(days.slice(from, from + count).reduce((total, one) => total + one, 0));
  const april = (sum(0, 11) / 1000).toFixed(3);
  const text = plain(await lines.first().innerText());
  expect(text).toContain(plain(formatDecimal(april, "fr")));
  expect(text).toContain("Du 1 au 11 avril 2026");
  const tenths = Math.round(((sum(30, 11) - sum(0, 11)) * 1000) / sum(0, 11));
  const percent = plain(formatDecimal((Math.abs(tenths) / 10).toFixed(1), "fr"));
  expect(text).toContain(tenths === 0 ? tenant.compare.same : percent);
  expect(plain(await lines.nth(1).innerText())).toBe(
    plain(tenant.compare.starts(formatMonth("2027-02", "fr", "long"))),
  );
  await page.close();
});

test("start, end, manager and files stand there, and the files are the server's own", async () => {
  const page = await open(carls, "/me");
  await card(page, 2).locator(".bars").waitFor();
  expect(await card(page, 2).locator(".stay-line").innerText()).toBe(
    tenant.stay.since("15/01/2026"),
  );
  await page.getByRole("link", { name: "manager@example.org" }).waitFor();
  for (const [name, form] of [
    ["PDF", /\.pdf$/],
    ["Excel", /\.xlsx$/],
    [tenant.spreadsheet, /\.csv$/],
    ["JSON", /\.json$/],
  ] as const) {
    const coming = page.waitForEvent("download");
    await page.getByRole("link", { name, exact: true }).press("Enter");
    expect((await coming).suggestedFilename()).toMatch(form);
  }
  await page.close();
});

test("days come month by month as far as the stay goes, and hours once they are chosen", async () => {
  const page = await open(carls, "/me");
  await card(page, 2).locator(".bars").waitFor();
  await card(page, 2).getByRole("link", { name: tenant.detail }).press("Enter");
  await page.locator(".bars").waitFor();
  await page.getByText(tenant.hourlyHidden).waitFor();
  expect(await page.locator(".bars i").count()).toBe(31);
  const earlier = page.getByRole("button", { name: tenant.earlier });
  for (let month = 5; month > 1; month -= 1) await earlier.press("Enter");
  await page.getByRole("heading", { name: "janvier 2026" }).waitFor();
  expect(await earlier.isDisabled()).toBe(true);
  await page.goto(`${stage.url}/me`);
  await page.getByRole("switch").press("Space");
  await page.getByText(tenant.hourlyOn).waitFor({ state: "attached" });
  await page.goto(`${stage.url}/me/gateways/${stage.gatewayId}/channels/2?p=hour&d=2026-05-10`);
  await page.getByRole("heading", { name: "dimanche 10 mai 2026" }).waitFor();
  expect(await page.getByLabel(tenant.byHour).isChecked()).toBe(true);
  const query = "bucket=hour&from=2026-05-09T22:00:00Z&to=2026-05-10T22:00:00Z";
  const hours = await told<Series>(page, `/gateways/${stage.gatewayId}/channels/2/series?${query}`);
  expect([hours.bucket, hours.bars.length]).toEqual(["hour", 24]);
  expect((await told<Me>(page, "/me")).hourly).toBe(true);
  await page.goto(`${stage.url}/me`);
  await page.getByRole("switch").press("Space");
  await page.getByText(tenant.hourlyOff).waitFor({ state: "attached" });
  expect((await told<Me>(page, "/me")).hourly).toBe(false);
  await page.close();
});

const digitsOf = (channelNos: readonly number[]) =>
  stage.planted.filter(({ channelNo }) => channelNos.includes(channelNo)).map(({ index }) => index);

test("without a connection the last figures are shown with their time, after a reload as well", async () => {
  const page = await open(carls, "/me");
  await card(page, 2).locator(".bars").waitFor();
  await pagesKept(page);
  const shown = await card(page, 2).locator(".big").innerText();
  await stage.line.cut();
  await page.reload();
  await card(page, 2).locator(".bars").waitFor();
  expect(await card(page, 2).locator(".big").innerText()).toBe(shown);
  const banner = page.locator(".banners .banner");
  expect(await banner.innerText()).toMatch(
    /^Pas de connexion\. Données affichées : \d\d\/\d\d\/\d{4}/,
  );
  expect(await page.getByText(tenant.downloadsOffline).count()).toBe(1);
  await picture(page, "me-offline");
  await stage.line.mend();
  await page.getByRole("button", { name: dictionaries.fr.shell.retry }).press("Enter");
  await banner.waitFor({ state: "detached" });
  await page.getByText(tenant.downloadsLead).waitFor();
  await page.close();
});

test("Chromium finds everything that it needs to install the pages", async () => {
  const page = await open(carls, "/me");
  await card(page, 2).locator(".bars").waitFor();
  const client = await carls.newCDPSession(page);
  const { installabilityErrors } = await client.send("Page.getInstallabilityErrors");
  // Nothing is installed from a window that forgets; all else is in place.
  const faults = installabilityErrors.map(({ errorId }) => errorId);
  expect(faults.filter((fault) => fault !== "in-incognito")).toEqual([]);
  const { errors, url } = await client.send("Page.getAppManifest");
  expect(url).toBe(`${stage.url}/portal.webmanifest`);
  expect(errors).toEqual([]);
  await page.close();
});

test("of logins, invitations and passwords nothing is kept", async () => {
  const page = await open(carls, "/me");
  await card(page, 2).locator(".bars").waitFor();
  const kept = await keptAnswers(page);
  expect(kept).toContain("/kept/");
  expect(kept).not.toMatch(/csrf|\/session|\/invitations|recoveryCodes|otpauth/);
  expect(await storesOf(page)).toEqual(["mega-answers", "mega-pages"]);
  const files = await page.evaluate(async () => {
    const kept = await (await caches.open("mega-pages")).keys();
    return kept.map(({ url }) => new URL(url).pathname);
  });
  // A telephone of a tenant brings no page of a manager.
  expect(files.join("\n")).toContain("tenant-page");
  expect(files.join("\n")).not.toMatch(/building|fleet|operator|counters|command/);
  expect(files.filter((path) => !/^\/(assets\/.+|[\w.-]*)$/.test(path))).toEqual([]);
  await page.close();
});

test("who logs in after another is shown nothing of his, with a connection or without", async () => {
  const page = await open(carls, "/me");
  await card(page, 2).locator(".bars").waitFor();
  const before = await keptAnswers(page);
  expect(digitsOf([2, 3]).some((digits) => before.includes(digits))).toBe(true);
  await logOut(page);
  const left = await keptAnswers(page);
  expect(left).not.toContain("/kept/");
  await page.close();
  const berts = await enter(carls, "bert");
  await card(berts, 1).locator(".bars").waitFor();
  await pagesKept(berts);
  await stage.line.cut();
  await berts.reload();
  await card(berts, 1).locator(".bars").waitFor();
  const text = `${await berts.locator("body").innerText()}\n${await keptAnswers(berts)}`;
  expect(text).toContain("Bert");
  expect(text).not.toContain("Carl");
  expect(text).not.toContain("canary-two");
  const own = new Set(digitsOf([1]));
  const foreign = digitsOf([2, 3]).filter((digits) => !own.has(digits));
  expect(foreign.filter((digits) => text.includes(digits))).toEqual([]);
  await stage.line.mend();
  await berts.close();
});

test("a session that the server ended takes what was kept with it", async () => {
  const page = await open(carls, "/me");
  await card(page, 1).locator(".bars").waitFor();
  expect(await keptAnswers(page)).toContain("/kept/");
  const { database } = stage.server.context;
  await database.as({ kind: "job" }, (tx) => tx.query("DELETE FROM portal_session"));
  await page.reload();
  await page.locator("#login-email").waitFor();
  expect(await keptAnswers(page)).not.toContain("/kept/");
  await stage.line.cut();
  await page.goto(`${stage.url}/me`);
  await page.getByText(shell.keptNothing).waitFor();
  await stage.line.mend();
  await page.close();
});

test("whoever has left sees his stay as it was, from its start to its end", async () => {
  const context = await stage.context();
  const page = await enter(context, "dora");
  await page.getByRole("heading", { name: tenant.former }).waitFor();
  await card(page, 4).locator(".bars").waitFor();
  expect(await card(page, 4).locator(".stay-line").innerText()).toBe(
    tenant.stay.over("05/02/2026", "07/04/2026"),
  );
  await picture(page, "me-former");
  await context.close();
});

test("a forgotten password is asked for in words that are the same for everybody", async () => {
  const context = await stage.context();
  const page = await open(context, "/reset");
  await page.locator("#reset-email").focus();
  await page.keyboard.type("nobody@example.org");
  await page.keyboard.press("Enter");
  await page.getByText(shell.reset.askedLead("nobody@example.org")).waitFor();
  await page.goto(`${stage.url}/invitation#no-such-word-0000000000`);
  await page.getByRole("heading", { name: shell.welcome.gone }).waitFor();
  await context.close();
});

test("a manager sets a second factor up before he is let in, and enters with it from then on", async () => {
  const context = await stage.context({ width: 1280 });
  const page = await enter(context, "manager");
  await page.getByRole("heading", { name: shell.factor.setupTitle }).waitFor();
  await page.goto(`${stage.url}/account`);
  await page.getByRole("heading", { name: shell.factor.setupTitle }).waitFor();
  const secret = (await page.locator(".secret-key").innerText()).replace(/\s/g, "");
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  const now = stage.server.context.clock.nowMs();
  await picture(page, "factor-setup");
  await page.locator("#first-code").fill(appCode(secret, now));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: shell.factor.codesTitle }).waitFor();
  const codes = await page.locator(".recovery li").allInnerTexts();
  expect(codes.length).toBe(10);
  await picture(page, "recovery-codes");
  await page.getByRole("button", { name: shell.factor.codesKept }).press("Enter");
  await page.getByRole("button", { name: access.menu("Manager") }).waitFor();
  expect(await page.getByText(codes[0] ?? "").count()).toBe(0);
  await page.getByRole("button", { name: access.menu("Manager") }).press("Enter");
  await page.getByRole("button", { name: access.logOut }).press("Enter");
  await page.locator("#login-email").waitFor();
  await logIn(page, "manager");
  await picture(page, "factor-step");
  await page.locator("#factor-code").fill(codes[0] ?? "");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: access.menu("Manager") }).waitFor();
  await context.close();
});

/** Pages that are looked at closely: what stands there when they are whole, and whose they are. */
const stops = [
  ["/login", "#login-email", false],
  ["/reset", "#reset-email", false],
  ["/me", ".bars", true],
  ["/account", "#own-name", true],
  ["own", ".bars", true],
] as const;

test.each(looks)("the pages keep nobody out, $theme, $language", async (look) => {
  const context = await stage.context(look);
  const page = await open(context, "/login", look.language);
  // Names differ by language on the pages that say most; the others are seen whole in two.
  const seen = stops.filter(([path]) => look.rules === "all" || !/reset|account/.test(path));
  for (const [path, whole, isOwn] of seen) {
    if (isOwn && path === "/me") {
      await page.goto(`${stage.url}/login?lang=${look.language}`);
      await page.locator("#login-email").waitFor();
      await logIn(page, "bert");
      await page.locator(".bars").first().waitFor();
    }
    const at = path === "own" ? `/me/gateways/${stage.gatewayId}/channels/1` : path;
    await page.goto(`${stage.url}${at}?lang=${look.language}`);
    await page.locator(whole).first().waitFor();
    for (const width of [360, 768, 1280]) {
      await page.setViewportSize({ width, height: 844 });
      expect(await beyondOf(page), `${path} at ${width}`).toBe(0);
      const name = `${path.replaceAll("/", "")}-${width}-${look.theme}-${look.language}`;
      await picture(page, name);
    }
    await page.setViewportSize({ width: look.theme === "light" ? 390 : 1280, height: 844 });
    expect(await faultsOf(page, look.rules), path).toEqual([]);
  }
  await context.close();
});
