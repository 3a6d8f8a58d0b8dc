// From an empty folder to a mailed workbook, clicking and typing only what a person would: claim,
// building and line, scan, channels, live test, first reading, mail; then a tenant and his own page.
// What stands in the workbook is compared with what the meters truly counted.

import { mkdirSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import type { ExportV1 } from "@mega/contract";
import { parseInstant } from "@mega/domain";
import { dictionaries } from "@mega/locale";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ReadCell, readWorkbook } from "../../packages/reports/src/testing/read-workbook.ts";
import { type FreshStage, openFreshStage } from "./fresh-stage.ts";
import { mailAccount, mqttDevice, type NewBuilding, startNewBuilding } from "./new-building.ts";

const START_TIMEOUT_MS = 60_000;
const FIRST_READING_MAX_MS = 20_000;
/** How long before a reading is noted its figure may have been taken. */
const MARGIN_MS = 3000;
const fr = dictionaries.fr;
const { config, bus, mail, setup } = fr;
const owner = { name: "Anna", password: "quatre mots bien à elle" };
const tenant = { name: "Remi", password: "encore quatre mots ici" };

/** A channel as the installer sets it up, and the meter that is truly there. */
const channels = [
  {
    no: 1,
    kind: "SDM120",
    name: "Apt 0.1 Peeters",
    unit: "Wh+",
    meter: "flat-1",
    counter: "import",
  },
  { no: 2, kind: "SDM230", name: "Apt 0.2 Élise", unit: "Wh+", meter: "flat-2", counter: "import" },
  {
    no: 3,
    kind: "EMM220",
    name: "Apt 1.1 Lenaerts",
    unit: "Wh+",
    meter: "flat-3",
    counter: "import",
  },
  { no: 4, kind: "SDM630", name: "Toiture", unit: "Wh-", meter: "roof", counter: "export" },
  {
    no: 5,
    kind: "CALORIE",
    name: "Chauffage",
    unit: "heat",
    meter: "heat",
    counter: "energy",
    most: "15",
  },
  {
    no: 6,
    kind: "WATER",
    name: "Eau froide",
    unit: "water",
    meter: "water",
    counter: "volume",
    most: "2,5",
  },
  { no: 7, kind: "SDM120", name: "Ascenseur", unit: "Wh+", meter: "lift", counter: "import" },
  { no: 8, kind: "MQTT", name: "Atelier", unit: "Wh+", meter: "workshop", counter: "import" },
] as const;
const scanned = channels.slice(0, 6);

let building: NewBuilding;
let stage: FreshStage;
let annas: BrowserContext;
let page: Page;

beforeAll(async () => {
  building = await startNewBuilding();
  stage = await openFreshStage(building.gateway.url);
  annas = await stage.context();
  page = await stage.page(annas);
  // An installer's tablet.
  await page.setViewportSize({ width: 768, height: 1024 });
}, START_TIMEOUT_MS);

afterAll(async () => {
  await stage?.close();
  await building?.stop();
});

/** A picture of the station where somebody wants to look at it. */
async function picture(name: string, of: Page = page): Promise<void> {
  const folder = process.env["MEGA_PICTURES"];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await of.screenshot({ path: join(folder, `${name}.png`), fullPage: false });
}

async function type(field: string, text: string): Promise<void> {
  await page.locator(field).fill(text);
  await page.locator(field).blur();
}

async function save(): Promise<void> {
  const beside = page.locator("#save-password");
  if (await beside.isVisible()) await beside.fill(owner.password);
  await page.locator(".save .btn--main:enabled").click();
  await page.locator(".save").waitFor({ state: "detached" });
}

const row = (channelNo: number): Locator => page.locator(`.chan[data-channel="${channelNo}"]`);
const head = (name: string) => page.locator(".nav").getByRole("link", { name, exact: true });
const button = (name: string, within: Page | Locator = page) =>
  within.getByRole("button", { name, exact: true });

async function pick(channelNo: number, sought: string): Promise<void> {
  await row(channelNo).locator(".pick").click();
  await page.locator(".picker .input").fill(sought);
  await page.keyboard.press("Enter");
}

function ask<T>(path: string): Promise<T> {
  return page.evaluate(async (at) => (await fetch(`/api/v1${at}`)).json(), path) as Promise<T>;
}

test("the gateway is claimed with the code that its console shows, and says what comes next", async () => {
  await page.goto(building.gateway.url);
  await page.getByRole("heading", { name: fr.claim.welcome }).waitFor();
  await picture("01-claim");
  await page.locator("#setup-code").fill(building.gateway.setupCode ?? "");
  await page.locator("#claim-name").fill(owner.name);
  await page.locator("#claim-password").fill(owner.password);
  await button(fr.claim.take).click();
  await page.getByRole("heading", { name: fr.claim.doneTitle }).waitFor();
  await picture("02-claimed");
  await page.getByRole("link", { name: fr.claim.toCounters }).click();
  await page.getByText(setup.noMeter).waitFor();
  await picture("03-empty-counters");
  await page.locator(".empty").getByRole("link", { name: bus.toConfig }).click();
  const todo = page.getByRole("region", { name: setup.title });
  await todo.getByText(setup.steps.lines.how).waitFor();
  await picture("04-config-new");
});

test("building, model and line are set up and saved", async () => {
  const todo = page.getByRole("region", { name: setup.title });
  await button(setup.steps.place.go, todo).click();
  await page.locator("#f-building-name:focus").waitFor();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Hollestraat 12");
  await page.keyboard.press("Tab");
  await page.getByLabel(config.model, { exact: true }).selectOption("MEGA16");
  await page.getByLabel(config.listens).check();
  await type("#f-mqtt-embedded-port", String(building.brokerPort));
  await button(setup.steps.lines.go, todo).click();
  await button(config.addBus).click();
  await page.getByLabel(config.linkKind).selectOption("rtu-over-tcp");
  await type("#f-buses-0-id", "colonne");
  await type("#f-buses-0-link-host", "127.0.0.1");
  await type("#f-buses-0-link-port", String(building.busPort));
  await picture("05-line");
  await save();
  await todo.getByRole("link", { name: setup.steps.channels.go }).waitFor();
  await picture("06-saved");
});

test("a scan finds the meters, and each becomes a channel with type, unit and name", async () => {
  const todo = page.getByRole("region", { name: setup.title });
  await todo.getByRole("link", { name: setup.steps.channels.go }).click();
  await button(bus.scan("1", "32")).click();
  const all = page.getByRole("link", { name: bus.makeChannels(String(scanned.length)) });
  await page.locator(".scan").getByText(bus.scanStates.done).waitFor({ timeout: 60_000 });
  await all.waitFor();
  await picture("07-scan");
  await all.click();
  await row(6).waitFor();
  await picture("08-found");
  for (const one of scanned) {
    await pick(one.no, one.kind);
    await page.locator(`#ch${one.no}-unit`).selectOption(one.unit);
    await type(`#ch${one.no}-name`, one.name);
    if (!("most" in one)) continue;
    await button(config.detailOf(String(one.no)), row(one.no)).click();
    await type(`#ch${one.no}-ratedMaximumPerHour`, one.most);
  }
  await picture("09-channels");
});

test("one channel is pasted from a spreadsheet, one is an MQTT meter at the gateway's own broker", async () => {
  await button(config.paste).click();
  await page
    .locator("#paste-text")
    .fill("Addr\tType\tUnité\tNom\tAlerte\n40\tSDM120\tWh+\tAscenseur\tx");
  await page.locator("dialog .outlook").waitFor();
  await picture("10-paste");
  await page.locator("dialog .btn--main").click();
  await page.locator("dialog").waitFor({ state: "detached" });
  expect(await page.locator("#ch7-name").inputValue()).toBe("Ascenseur");
  await page.locator("input[name='show'][value='all']").check({ force: true });
  await type("#ch8-name", "Atelier");
  await pick(8, "MQTT");
  await type("#ch8-mac", mqttDevice.mac);
  await type("#ch8-deviceChannel", String(mqttDevice.deviceChannel));
  await type("#ch8-token", mqttDevice.token);
  await page.locator("#ch8-unit").selectOption("Wh+");
  await page.locator("input[name='show'][value='active']").check({ force: true });
  await picture("11-all-channels");
});

test("a live test before saving shows every frame and the meter's figures", async () => {
  await button(config.detailOf("1"), row(1)).click();
  await button(bus.test.button, row(1)).click();
  await row(1).getByText(bus.test.found.ok).waitFor();
  const frames = await row(1).locator(".exchanges .frame").allTextContents();
  expect(frames[0]).toMatch(/ 01 0[34] /);
  await picture("12-live-test");
  await button(config.detailOf("1"), row(1)).click();
});

test("TEST COMM right after SAVE has every first reading within 20 s", async () => {
  const todo = page.getByRole("region", { name: setup.title });
  await save();
  const savedAtMs = performance.now();
  await button(setup.steps.reading.go, todo).click();
  await button("TEST COMM").click();
  await page.locator("#round-title").getByText(fr.counters.roundEnded).waitFor();
  const tookMs = performance.now() - savedAtMs;
  await picture("13-first-reading");
  expect(tookMs).toBeLessThan(FIRST_READING_MAX_MS);
  for (const { no } of channels) await row(no).locator(".seen").waitFor();
  await head(fr.shell.counters).click();
  await page.locator(".ct").waitFor();
  await picture("14-counters");
});

test("mail is set up, TEST SMTP is green, and SEND MAIL puts the report into the mailbox", async () => {
  await head(config.title).click();
  await button(setup.steps.mail.go).click();
  await page.getByLabel(mail.settings.on).check();
  await type("#f-mail-server", "127.0.0.1");
  await type("#f-mail-port", String(building.mailServer.port));
  await type("#f-mail-account", mailAccount.user);
  await type("#f-mail-password", mailAccount.password);
  await type("#f-mail-to", "syndic@example.org");
  const formats = page.getByRole("group", { name: mail.settings.formats });
  await formats.getByLabel("Excel").check();
  await button(mail.settings.test).click();
  const box = page.getByRole("region", { name: mail.settings.test });
  await box.getByText("250 OK: message queued").waitFor();
  expect(await box.locator(".step--failed").count()).toBe(0);
  await picture("15-mail");
  await save();
  await head(fr.shell.counters).click();
  await button(mail.dialog.button).click();
  await page.locator(".mail-preview b").waitFor();
  await picture("16-send");
  await button(mail.dialog.send).click();
  await page.locator("dialog").getByText(mail.outbox.states.sent).waitFor();
  await picture("17-sent");
  await button(fr.shell.close, page.locator("dialog")).click();
  expect(building.mailServer.taken.map(({ to }) => to)).toEqual([
    ["syndic@example.org"],
    ["syndic@example.org"],
  ]);
});

/** What the mailbox has, by the ending of the name. */
function attached(ending: string): Buffer {
  const files = building.mailServer.taken[1]?.parsed.attachments ?? [];
  const found = files.find(({ filename }) => filename?.endsWith(ending) === true);
  if (found === undefined) throw new Error(`no ${ending} among ${files.map((f) => f.filename)}`);
  return found.content;
}

test("the mailed workbook, read by another program, is what the meters truly counted", async () => {
  const { sheets } = readWorkbook(attached(".xlsx"));
  const [sheet] = sheets;
  const heads = sheet?.rows[0]?.map(({ text }) => text) ?? [];
  const month = heads.findIndex((text) => text.endsWith(`*`) || / \d{4}/.test(text));
  const { channels: told } = await ask<ExportV1>("/export.json");
  let compared = 0;
  for (const { no, name, meter, counter } of channels) {
    const cells: readonly ReadCell[] =
      sheet?.rows.find(
        (one) => one[0]?.text === String(no) && /^Index 1/.test(one[2]?.text ?? ""),
      ) ?? [];
    expect(cells[1]).toMatchObject({ kind: "text", text: name });
    const shown = cells[month];
    expect(shown?.kind, `${name} in ${heads[month]}`).toBe("number");
    const takenAt = told.find(({ channel }) => channel === no)?.counters[0]?.latest?.takenAt;
    const takenAtMs = parseInstant(takenAt ?? "") ?? 0;
    const decimals = shown?.text.split(".")[1]?.length ?? 0;
    const trueAt = (atMs: number) =>
      Math.floor(building.simulator.truth.indexAt(meter, counter, atMs) / 10 ** (6 - decimals));
    const steps = Number(shown?.text.replace(".", ""));
    expect(steps, name).toBeLessThanOrEqual(trueAt(takenAtMs + 1));
    expect(steps, name).toBeGreaterThanOrEqual(trueAt(takenAtMs - MARGIN_MS));
    compared += 1;
  }
  expect(compared).toBe(channels.length);
});

test("the mailed CSV is the file that the page downloads", async () => {
  await button(fr.counters.csv).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: `CSV: ${fr.counters.csvExcelWide}` }).click(),
  ]);
  const file = await readFile(await download.path());
  expect(attached(".csv").equals(file)).toBe(true);
  const folder = process.env["MEGA_PICTURES"];
  if (folder !== undefined) writeFileSync(join(folder, "report.xlsx"), attached(".xlsx"));
});

test("a tenant is invited for one channel and sees it alone", async () => {
  await head(fr.accounts.title).click();
  await button(fr.accounts.invite).click();
  await page.locator("#account-name").fill(tenant.name);
  await button(fr.accounts.addStay).click();
  await page.locator(".stay select").selectOption("2");
  await page.locator("#account-password").fill(owner.password);
  await picture("18-invite");
  await button(fr.accounts.send).click();
  const link = await page.locator("#invitation-link").inputValue();
  await picture("19-invited");
  const visit = await stage.page(await stage.context());
  await visit.setViewportSize({ width: 390, height: 844 });
  await visit.goto(link);
  await picture("20-invitation", visit);
  await visit.locator("#invited-password").fill(tenant.password);
  await button(fr.claim.accept, visit).click();
  await visit.getByRole("heading", { name: fr.tenant.hello(tenant.name), exact: true }).waitFor();
  await visit.getByText("Apt 0.2 Élise").first().waitFor();
  await picture("21-tenant", visit);
  const text = (await visit.locator("main").textContent()) ?? "";
  for (const { no, name } of channels) if (no !== 2) expect(text).not.toContain(name);
  expect(stage.complaints()).toEqual([]);
});
