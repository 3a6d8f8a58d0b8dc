// Figures of a building on the portal, for its manager: the table of the gateway's own page, a channel
// with its bars, files, mails, a rhythm of reports, and what the gateway is asked to do.

import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { ChannelDetail, ChannelRow, CountersTable, PortalMail } from "@mega/contract";
import { dictionaries, formatDecimal, portalDictionaries } from "@mega/locale";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { beyondOf, faultsOf, looks } from "./close-look.ts";
import { type PortalBuilding, startPortalBuilding } from "./portal-building.ts";
import { figuresOfTable, figuresOnPage } from "./shown-figures.ts";

const DAY_MS = 24 * 3_600_000;
const HISTORY_MS = 3 * DAY_MS;
const { channel, counters, mail } = dictionaries.fr;
const { commands: words } = portalDictionaries.fr;

let building: PortalBuilding;

beforeAll(async () => {
  building = await startPortalBuilding(HISTORY_MS);
}, 300_000);

afterEach(async () => {
  const complaints = building.complaints();
  await building.clear();
  expect(complaints).toEqual([]);
});

afterAll(() => building?.stop());

const under = () => `/gateways/${building.gatewayId}`;
const open = (path: string, more: object = {}) =>
  building.open({ path: `${under()}${path}`, ...more });
const json = async <T>(path: string) =>
  JSON.parse((await building.ask(`${under()}${path}`)).toString()) as T;
const atServer = () => json<CountersTable>("/counters");
const atGateway = () => building.demo.owner.ask<CountersTable>("GET", "/counters");

/** Fields that look like those before them; axe takes a second for some of them. */
const alike = ".set-channel:nth-of-type(n+4)";

async function counted(path = ""): Promise<Page> {
  const page = await open(`/counters${path}`);
  await page.locator(".ct").waitFor();
  return page;
}

async function channelInOrder(): Promise<number> {
  const { rows } = await atServer();
  const row = rows.find(({ inTotals, state }) => inTotals && state === "ok");
  if (row === undefined) throw new Error("no channel of the demo is in order");
  return row.channelNo;
}

test("the table shows every figure of the server's answer, which are the gateway's", async () => {
  const page = await counted();
  expect(await page.locator(".months th").count()).toBe(12);
  // A round may end meanwhile, so all are asked for until they agree.
  await vi.waitFor(
    async () => {
      const shown = await figuresOnPage(page);
      const told = await atServer();
      expect(Object.keys(shown).length).toBeGreaterThan(20);
      expect(shown).toEqual(figuresOfTable(told, "fr"));
      expect(figuresOfTable(told, "fr")).toEqual(figuresOfTable(await atGateway(), "fr"));
      expect(told.totals).toEqual((await atGateway()).totals);
    },
    { timeout: 30_000, interval: 500 },
  );
});

test("choices stand in the address, narrow table and totals, and leave with every file", async () => {
  const channelNo = await channelInOrder();
  const page = await counted(`?ch=${channelNo}&unit=Wh`);
  expect(await page.locator(".ct tbody").count()).toBe(1);
  await page.locator(".ct tfoot tr").first().waitFor();
  const total = await page.locator(".ct tfoot td").first().textContent();
  const shown = await page.locator(".ct tbody tr").nth(1).locator("td:not(.nm, .lt)").first();
  expect(total).toBe(await shown.textContent());
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: counters.excel }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/_ch\d+_.*\.xlsx$/);
  const json = page.waitForEvent("download");
  await page.getByRole("link", { name: counters.json, exact: true }).click();
  const text = await readFile(await (await json).path(), "utf8");
  const told = await building.ask(`${under()}/export.json?channels=${channelNo}`);
  const bare = (body: string) => ({ ...(JSON.parse(body) as object), generated: "" });
  expect(bare(text)).toEqual(bare(told.toString()));
});

test("what only a gateway has is not there: no live round, no index to type", async () => {
  const page = await counted();
  expect(await page.getByRole("button", { name: counters.readAll, exact: true }).count()).toBe(0);
  expect(await page.getByText(counters.nextRound, { exact: true }).count()).toBe(0);
  await page.getByRole("button", { name: words.deeds.readAll }).waitFor();
});

test("a channel has its bars by month, day and hour, compared, with its periods", async () => {
  const channelNo = await channelInOrder();
  const page = await open(`/channels/${channelNo}?p=day&compare=previous`);
  await page.locator(".bars").first().waitFor();
  await page.getByRole("heading", { name: channel.tenancies }).waitFor();
  await page
    .getByRole("radio", { name: channel.hour })
    .or(page.getByText(channel.hour))
    .first()
    .click();
  await page.waitForURL(/p=hour/);
  await page.locator(".bars").first().waitFor();
  expect(await page.getByText(channel.hoursOfStay).count()).toBe(0);
  await page.getByRole("link", { name: counters.title }).click();
  await page.locator(".ct").waitFor();
});

/** A tenant of a channel, for twenty days. */
function letIn(email: string, channelNo: number): Promise<unknown> {
  return building.server.context.database.as({ kind: "job" }, (tx) =>
    tx.query(
      `WITH tenant AS (INSERT INTO account (email, name, language, made_at)
           VALUES ($1, $1, 'fr', now()) RETURNING account_id)
         INSERT INTO stay (gateway_id, account_id, channel_no, from_at)
           SELECT $2, account_id, $3, now() - interval '20 days' FROM tenant`,
      [email, building.gatewayId, channelNo],
    ),
  );
}

test("hours within a tenant's stay are his alone, and the page says why days stand there", async () => {
  const channelNo = await channelInOrder();
  await letIn("tina@example.org", channelNo);
  const page = await open(`/channels/${channelNo}?p=hour`);
  await page.getByText(channel.hoursOfStay).waitFor();
  await page.locator(".bars").first().waitFor();
});

test("by keyboard alone the table is mailed; the file is the download byte for byte", async () => {
  const before = building.mails.taken.length;
  const channelNo = await channelInOrder();
  const page = await counted(`?ch=${channelNo}`);
  await page.getByRole("button", { name: mail.dialog.button, exact: true }).press("Enter");
  const dialog = page.locator("dialog.mail-dialog");
  await dialog.locator(".mail-preview b").waitFor();
  expect(await page.locator("#mail-to").inputValue()).toBe("syndic@example.org");
  await page.locator("#mail-cc").fill("nobody");
  await page.locator("#mail-cc-message").waitFor();
  expect(await dialog.locator("button[type=submit]").isDisabled()).toBe(true);
  await page.locator("#mail-cc").fill("expert@example.org");
  await dialog.locator("button[type=submit]").press("Enter");
  await dialog.getByText(mail.outbox.states.sent).waitFor({ timeout: 30_000 });
  const sent = building.mails.taken.slice(before);
  expect(sent.map(({ to }) => to)).toEqual([["syndic@example.org"], ["expert@example.org"]]);
  const [file] = sent[0]?.parsed.attachments ?? [];
  const query = `language=fr&dialect=excel-be&shape=wide&channels=${channelNo}`;
  const download = await building.ask(`${under()}/export.csv?${query}`);
  expect(file?.content.equals(download)).toBe(true);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
});

test("a rhythm of reports is set, told with its next time, and ended", async () => {
  const page = await open("/mail");
  await page.getByRole("heading", { name: words.mail.sent }).waitFor();
  await page.locator(".mail-line").first().waitFor();
  await page.getByText(words.mail.none).waitFor();
  await page.locator("#report-rhythm").selectOption("week");
  await page.locator("#report-at").fill("7:30");
  await page.locator("#report-at").blur();
  await page.getByText(words.mail.badTime).waitFor();
  const save = page.getByRole("button", { name: words.mail.save });
  expect(await save.isDisabled()).toBe(true);
  await page.locator("#report-at").fill("07:30");
  await page.locator("#report-at").blur();
  await save.press("Enter");
  await page.getByText(words.mail.next("").trim()).waitFor();
  expect((await json<PortalMail>("/mail")).schedule).toMatchObject({ rhythm: "week", at: "07:30" });
  await page.locator("#report-rhythm").selectOption("off");
  await save.press("Enter");
  await page.getByText(words.mail.none).waitFor();
  expect((await json<PortalMail>("/mail")).schedule).toBeNull();
});

test.each(looks)("the pages keep nobody out, $theme, $language", async (look) => {
  const { theme, language, rules } = look;
  const channelNo = await channelInOrder();
  const pages = [
    [`/counters?ch=${channelNo}`, ".ct, .cc"],
    [`/channels/${channelNo}?p=day`, ".bars"],
    ["/mail", ".outbox"],
    ["/commands", "h1"],
    ["/settings", ".set-channel"],
  ] as const;
  const page = await open("/commands", { theme, language, width: theme === "light" ? 360 : 1280 });
  for (const [path, part] of pages) {
    const address = new URL(`${under()}${path}`, building.url);
    address.searchParams.set("lang", language);
    await page.goto(address.href);
    await page.locator(part).first().waitFor();
    expect(await faultsOf(page, rules, { exclude: alike }), path).toEqual([]);
  }
  for (const width of [360, 768, 1280]) {
    await page.setViewportSize({ width, height: 860 });
    expect(await beyondOf(page), `settings ${width}`).toBe(0);
  }
});

test("nothing reaches beside the screen at any width, in the longest words", async () => {
  const channelNo = await channelInOrder();
  const page = await open("/commands", { language: "de" });
  for (const path of ["/counters", `/channels/${channelNo}`, "/mail", "/commands"]) {
    await page.goto(`${building.url}${under()}${path}?lang=de`);
    await page.locator("h1").waitFor();
    await page.locator(".ct, .bars, .outbox, .cmd, .empty").first().waitFor();
    for (const width of [360, 768, 1280]) {
      await page.setViewportSize({ width, height: 860 });
      expect(await beyondOf(page), `${path} ${width}`).toBe(0);
    }
  }
});

/** A text with plain spaces. */
const plain = (text: string) => text.replace(/[\s\u00a0\u202f]+/g, " ").trim();

/** A time of day is typed to the minute: it has to lie behind the last reading. */
async function untilMinuteAfter(instant: string): Promise<void> {
  const next = (Math.floor(Date.parse(instant) / 60_000) + 1) * 60_000;
  await pause(Math.max(0, next - Date.now()));
}

const strip = (page: Page, state: keyof typeof words.states) =>
  page.locator(".cmd").filter({ hasText: words.states[state] });

/** The menu of a channel, by keyboard. @param part What stands in the dialog once the channel is known */
async function choose(page: Page, channelNo: number, deed: string, part = ".pairs"): Promise<void> {
  const name = counters.actions(String(channelNo));
  await page.getByRole("button", { name, exact: true }).press("Enter");
  await page.locator(".menu").getByText(deed).press("Enter");
  await page.locator(`dialog[open] ${part}`).first().waitFor();
}

/** Two channels in order that show a counter each of one meter. */
function pairOf({ rows }: CountersTable): readonly [ChannelRow, ChannelRow] {
  const alone = rows.filter(({ state, counters }) => state === "ok" && counters.length === 1);
  for (const row of alone) {
    const other = alone.find((one) => one !== row && one.meter?.meterId === row.meter?.meterId);
    if (other !== undefined) return [row, other];
  }
  throw new Error("no meter of the demo is shown by two channels");
}

/** The running month of a channel's only counter, in thousandths. */
function runningOf({ rows }: CountersTable, channelNo: number): number {
  const [counter] = rows.find((row) => row.channelNo === channelNo)?.counters ?? [];
  return Math.round(Number(counter?.cells[0]?.consumption) * 1000);
}

// Before anything is read by command: an exchange lies in a later minute than the last reading.
test("an exchange with the indexes of the whole meter is confirmed, and in its tenant's figures", async () => {
  const before = await atGateway();
  const pair = pairOf(before);
  const [{ channelNo }] = pair;
  const counters = pair.flatMap((row) => row.counters);
  await letIn("tom@example.org", channelNo);
  await untilMinuteAfter(counters.map(({ latest }) => latest?.takenAt ?? "").sort()[1] ?? "");
  const page = await counted(`?ch=${channelNo}`);
  await choose(page, channelNo, words.deeds.exchange, ".effect");
  // The old meter ran a little further than was read; the new one begins where that was read.
  const typed = (text: string) => formatDecimal(text, "fr");
  for (const { counterId, latest } of counters) {
    const end = (Number(latest?.index) + 0.01).toFixed(3);
    await page.locator(`#exchange-end-${counterId}`).fill(typed(end));
    await page.locator(`#exchange-start-${counterId}`).fill(typed(latest?.index ?? ""));
  }
  await page.locator("#why").fill("Afficheur noir");
  await page.locator("#period-confirm").fill(String(channelNo));
  await page.locator("dialog button[type=submit]").press("Enter");
  await page.locator("dialog").waitFor({ state: "detached" });
  const line = strip(page, "confirmed").filter({ hasText: words.kinds.exchange });
  await line.waitFor({ timeout: 60_000 });
  const told = /\u00e9criture (.*)/.exec(await line.innerText())?.[1] ?? "";
  const entries = told.split(",").map((text) => Number(text.replace(/\D/g, "")));
  const { exchanges } = await building.demo.owner.ask<ChannelDetail>(
    "GET",
    `/channels/${channelNo}`,
  );
  expect(entries).toContain(exchanges[0]?.seq);
  const after = runningOf(await atGateway(), channelNo);
  expect(after - runningOf(before, channelNo)).toBeGreaterThanOrEqual(10);
  const toms = await building.open({ who: "tom@example.org", path: "/me", width: 390 });
  const shown = plain(typed((after / 1000).toFixed(3)));
  await vi.waitFor(async () =>
    expect(plain(await toms.locator(".big").innerText())).toContain(shown),
  );
});

test("a reading is asked for, and told as done when the gateway says so", async () => {
  const page = await counted();
  await page.getByRole("button", { name: words.deeds.readAll }).press("Enter");
  await page.locator(".cmd").filter({ hasText: words.kinds["read-now"] }).waitFor();
  await strip(page, "confirmed").first().waitFor({ timeout: 60_000 });
  const list = await open("/commands");
  await list.locator(".cmd").filter({ hasText: "syndic@example.org" }).first().waitFor();
});

test("a new period is asked for by keyboard, confirmed with its entry, and in the table", async () => {
  const channelNo = await channelInOrder();
  const initOf = async () =>
    (await atServer()).rows.find((row) => row.channelNo === channelNo)?.firstInit;
  const before = await initOf();
  const page = await counted(`?ch=${channelNo}`);
  await choose(page, channelNo, words.deeds.newPeriod);
  const send = page.locator("dialog button[type=submit]");
  expect(await send.isDisabled()).toBe(true);
  await page.locator("#period-confirm").fill(String(channelNo));
  await send.press("Enter");
  await page.locator("dialog").waitFor({ state: "detached" });
  const line = strip(page, "confirmed").filter({ hasText: words.kinds["new-period"] });
  await line.waitFor({ timeout: 60_000 });
  expect(await line.textContent()).toMatch(/\u00e9criture \d/);
  await vi.waitFor(async () => expect(await initOf()).not.toBe(before), {
    timeout: 60_000,
    interval: 500,
  });
});

test("what the gateway refuses is told in its words, and nothing has changed", async () => {
  const channelNo = await channelInOrder();
  const { head } = await atGateway();
  const page = await counted(`?ch=${channelNo}`);
  await choose(page, channelNo, words.deeds.newPeriod);
  await page.locator("input[name=start]").nth(1).check();
  await page.locator("#period-date").fill("2001-01-01");
  await page.locator("#period-confirm").fill(String(channelNo));
  await page.locator("dialog button[type=submit]").press("Enter");
  await page.locator("dialog").waitFor({ state: "detached" });
  const line = strip(page, "refused").filter({ hasText: words.kinds["new-period"] });
  await line.waitFor({ timeout: 60_000 });
  expect((await line.locator("code").textContent())?.length).toBeGreaterThan(10);
  const periods = await building.demo.owner.ask<{ tenancies: { seq: number | null }[] }>(
    "GET",
    `/channels/${channelNo}`,
  );
  expect(periods.tenancies.every(({ seq }) => (seq ?? 0) <= head.seq)).toBe(true);
});

test("a channel is renamed from afar, once the gateway has saved it", async () => {
  const page = await open("/settings");
  await page.locator(".set-channel").first().waitFor();
  const field = page.locator(".set-channel input").first();
  const no = Number((await page.locator(".set-channel legend").first().textContent())?.slice(2));
  await field.fill("abc");
  await field.blur();
  await page.getByText(words.settings.badName).waitFor();
  const send = page.getByRole("button", { name: words.deeds.send });
  expect(await send.isDisabled()).toBe(true);
  await field.fill("Renamed from afar");
  await field.blur();
  await send.press("Enter");
  await strip(page, "confirmed").waitFor({ timeout: 60_000 });
  const renamed = async () =>
    (await atServer()).rows.find(({ channelNo }) => channelNo === no)?.name;
  await vi.waitFor(async () => expect(await renamed()).toBe("Renamed from afar"), {
    timeout: 60_000,
    interval: 500,
  });
});
