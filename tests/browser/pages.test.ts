// The pages in a real browser, on the demo building: what is shown, copied, downloaded and printed,
// by mouse, by keyboard, on a phone, in every language and both themes.

import { readFile } from "node:fs/promises";
import { dictionaries, languages } from "@mega/locale";
import type { Page } from "playwright-core";
import { expect, test, vi } from "vitest";
import { beyondOf, faultsOf, type Look, looks } from "./close-look.ts";
import { figuresOfTable, figuresOnPage } from "./shown-figures.ts";
import { stageDemo } from "./staged-demo.ts";

const fr = dictionaries.fr;

const on = stageDemo();

/** A channel that is in order and counts in totals: the first one, or one of the next. */
async function channelInOrder(which = 0): Promise<number> {
  const { rows } = await on.stage.table();
  const row = rows.filter((candidate) => candidate.inTotals && candidate.state === "ok")[which];
  if (row === undefined) throw new Error("too few channels of the demo are in order");
  return row.channelNo;
}

/** A round may end meanwhile, so both are asked for until they agree. */
async function showsEveryFigure(page: Page): Promise<void> {
  await vi.waitFor(
    async () => {
      expect(await figuresOnPage(page)).toEqual(figuresOfTable(await on.stage.table(), "fr"));
    },
    { timeout: 20_000, interval: 500 },
  );
}

const channelButton = (page: Page, channelNo: number) =>
  page.locator(".chb", { hasText: new RegExp(`^CH${channelNo}$`) });

async function openDialog(page: Page, channelNo: number): Promise<void> {
  await channelButton(page, channelNo).dblclick();
  await page.locator("dialog[open]").waitFor();
  await page.locator("dialog .pairs").waitFor();
}

test("the table stands with twelve months and shows every figure of the gateway", async () => {
  const page = await on.stage.open();
  await page.locator(".ct").waitFor();
  const table = await on.stage.table();
  expect(await page.locator(".months th").count()).toBe(12);
  expect(await page.locator(".ct tbody").count()).toBe(
    table.rows.filter(({ used }) => used).length,
  );
  expect(Object.keys(await figuresOnPage(page)).length).toBeGreaterThan(20);
  await showsEveryFigure(page);
});

test("the page says that figures are invented and that it answers this machine only", async () => {
  for (const language of languages) {
    const { shell } = dictionaries[language];
    const page = await on.stage.open({ language });
    await page.getByText(shell.demo).waitFor();
    await page.getByText(shell.loopback).waitFor();
    expect(await page.title()).toContain(shell.demoWord);
    expect(await page.locator("html").getAttribute("lang")).toMatch(new RegExp(`^${language}`));
  }
});

/** Channels that look like one before them; axe takes a second for some of them. */
const alike = ["tbody", ".cc"]
  .flatMap((one) => [`${one}:nth-of-type(n+4):nth-of-type(-n+15)`, `${one}:nth-of-type(n+21)`])
  .map((one) => `.counters ${one}`)
  .join(", ");

/** The states of the pages by name. Each theme sees every channel once; the others differ in words. */
function statesToCheck(
  { rules, ...visit }: Look,
  channelNo: number,
): Readonly<Record<string, () => Promise<Page>>> {
  const rows = rules === "all" ? "show=all" : `ch=${channelNo}`;
  return {
    counters: async () => {
      const page = await on.stage.open({ ...visit, path: `/?${rows}` });
      await page.locator(".ct").waitFor();
      return page;
    },
    channel: async () => {
      const path = `/channels/${channelNo}?compare=previous`;
      const page = await on.stage.open({ ...visit, path });
      await page.locator(".bars").first().waitFor();
      await page.locator("figure ~ details summary").click();
      return page;
    },
    dialog: async () => {
      const page = await on.stage.open({ ...visit, path: `/?ch=${channelNo}` });
      await openDialog(page, channelNo);
      return page;
    },
    phone: async () => {
      const page = await on.stage.open({ ...visit, path: `/?${rows}`, width: 360, height: 740 });
      await page.locator(".cc summary").first().click();
      return page;
    },
  };
}

test.each(looks)("nothing keeps people with disabilities out, $theme, $language", async (look) => {
  const channelNo = await channelInOrder();
  for (const [name, enter] of Object.entries(statesToCheck(look, channelNo)))
    expect(await faultsOf(await enter(), look.rules, { exclude: alike }), name).toEqual([]);
});

test("a new period is started by keyboard alone, and Escape leaves everything as it was", async () => {
  const channelNo = await channelInOrder(1);
  const initOf = async () =>
    (await on.stage.table()).rows.find((row) => row.channelNo === channelNo)?.firstInit;
  const before = await initOf();
  const page = await on.stage.open();
  const press = (key: string) => page.keyboard.press(key);
  const menu = page.getByRole("button", {
    name: fr.counters.actions(String(channelNo)),
    exact: true,
  });
  const enterDialog = async () => {
    await menu.focus();
    await press("Enter");
    for (let step = 0; step < 3; step += 1) await press("Tab");
    await press("Enter");
    await page.locator("dialog .pairs").waitFor();
  };
  const isFocused = (name: string) =>
    page.getByRole("button", { name }).evaluate((element) => element === document.activeElement);

  await enterDialog();
  expect(await isFocused(fr.shell.cancel)).toBe(true);
  await press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  expect(await menu.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await initOf()).toBe(before);

  await enterDialog();
  await press("Shift+Tab");
  await page.keyboard.type(String(channelNo));
  await press("Enter");
  await on.stage.confirm(page);
  await page.locator("dialog").waitFor({ state: "detached" });
  const said = await page.getByRole("status").textContent();
  expect(said).toContain(`CH${channelNo}`);
  expect(await initOf()).not.toBe(before);
});

test("a wrong number confirms nothing", async () => {
  const channelNo = await channelInOrder();
  const page = await on.stage.open();
  await openDialog(page, channelNo);
  const start = page.getByRole("button", { name: fr.period.start });
  expect(await start.isDisabled()).toBe(true);
  await page.locator("#period-confirm").fill(`${channelNo}0`);
  expect(await start.isDisabled()).toBe(true);
  await page.getByText(fr.period.notConfirmed).waitFor();
  await page.locator("#period-confirm").fill(String(channelNo));
  expect(await start.isDisabled()).toBe(false);
});

test("a click on CHx reads the meter, a double click only opens the dialog", async () => {
  const channelNo = await channelInOrder();
  const page = await on.stage.open();
  const reads: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") reads.push(new URL(request.url()).pathname);
  });
  await openDialog(page, channelNo);
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  expect(reads).toEqual([]);
  const answered = page.waitForResponse(/\/read$/);
  await channelButton(page, channelNo).click();
  expect((await answered).ok()).toBe(true);
  expect(reads).toEqual([`/api/v1/channels/${channelNo}/read`]);
});

test("what is copied is what the table shows, as text and as HTML", async () => {
  const page = await on.stage.open();
  await page.locator(".ct").waitFor();
  await page.getByRole("button", { name: fr.counters.copy, exact: true }).click();
  await page
    .getByRole("status")
    .filter({ hasText: /copiée/ })
    .waitFor();
  const [text, html] = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const read = async (type: string) => (await item?.getType(type))?.text() ?? "";
    return [await read("text/plain"), await read("text/html")];
  });
  const shown = await figuresOnPage(page);
  const [head, ...lines] = text.split(/\r?\n/).map((line) => line.split("\t"));
  const months = await page.locator(".months abbr").evaluateAll((all) => all.length);
  const plain = (figure: string) =>
    figure === "—" ? "" : figure.replace(/\u202f/g, "").replace("\u2212", "-");
  expect(lines.map((line) => line.slice(-months))).toEqual(
    Object.values(shown).map((figures) => figures.map(plain)),
  );
  expect(head?.length).toBe(6 + months);
  expect(html.match(/<tr>/g)?.length).toBe(lines.length + 1);
});

test("ticked channels alone go into files, copies and totals", async () => {
  const channelNo = await channelInOrder();
  const page = await on.stage.open();
  await page.getByLabel(fr.counters.tick(String(channelNo)), { exact: true }).check();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: fr.counters.json }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.json$/);
  const exported = JSON.parse(await readFile(await file.path(), "utf8"));
  expect(exported.channels.map(({ channel }: { channel: number }) => channel)).toEqual([channelNo]);
  expect(await page.locator(".ct tbody.out").count()).toBeGreaterThan(5);
  await page.locator(".ct tfoot .unit", { hasText: "1 canal" }).first().waitFor();
});

test.each([
  [fr.counters.excel, "xlsx", "PK"],
  [fr.counters.pdf, "pdf", "%PDF-"],
])("the button %s brings its file", async (name, extension, begins) => {
  const page = await on.stage.open();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name, exact: true }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${extension}$`));
  expect((await readFile(await file.path(), "latin1")).startsWith(begins)).toBe(true);
});

test.each([
  [fr.counters.csvExcelWide, "\ufeff", ";"],
  [fr.counters.csvPlainLong, "", ","],
])("the button CSV, %s, brings its file", async (name, bom, separator) => {
  const page = await on.stage.open();
  await page.getByRole("button", { name: fr.counters.csv }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  const text = await readFile(await file.path(), "utf8");
  expect(text.startsWith(bom)).toBe(true);
  const [head = "", line = ""] = text.slice(bom.length).split("\r\n");
  expect(head.split(separator).length).toBeGreaterThan(8);
  expect(line.split(separator).length).toBe(head.split(separator).length);
});

test("reading all meters shows its progress, and every open page follows by itself", async () => {
  const acting = await on.stage.open();
  const watching = await on.stage.open({ width: 1024 });
  await watching.locator(".ct").waitFor();
  const channelNo = await channelInOrder(2);
  const logTime = async () =>
    (await on.stage.table()).rows.find((row) => row.channelNo === channelNo)?.logTime ?? "";
  const before = await logTime();
  const followed = watching.waitForResponse(/\/api\/v1\/counters/);
  await acting.getByRole("button", { name: fr.counters.readAll }).click();
  await acting.getByRole("progressbar").waitFor();
  await acting.getByRole("heading", { name: fr.counters.roundEnded }).waitFor({ timeout: 60_000 });
  const bar = acting.getByRole("progressbar");
  expect(await bar.getAttribute("aria-valuenow")).toBe(await bar.getAttribute("aria-valuemax"));
  await followed;
  expect(Date.parse(await logTime())).toBeGreaterThan(Date.parse(before));
  await showsEveryFigure(watching);
});

test("a phone shows a card a channel and nothing beside the screen", async () => {
  const page = await on.stage.open({ width: 360, height: 740, language: "de" });
  const used = (await on.stage.table()).rows.filter((row) => row.used).length;
  await page.locator(".cc").first().waitFor();
  expect(await page.locator(".cc").count()).toBe(used);
  expect(await page.locator(".ct").count()).toBe(0);
  await page.locator(".cc summary").first().click();
  expect(await page.locator(".cc .mini").first().locator("tbody tr").count()).toBe(12);
  expect(await beyondOf(page)).toBe(0);
  const channelNo = await channelInOrder();
  await page.goto(new URL(`/channels/${channelNo}?lang=de`, page.url()).href);
  await page.locator(".bars").first().waitFor();
  expect(await beyondOf(page)).toBe(0);
});

test("the keyboard never lands on something that the sticky head or columns cover", async () => {
  const page = await on.stage.open({ height: 720 });
  await page.locator(".region").focus();
  const covered: string[] = [];
  for (const key of [...Array(60).fill("Tab"), ...Array(60).fill("Shift+Tab")]) {
    await page.keyboard.press(key);
    const found = await page.evaluate(() => {
      const focused = document.activeElement;
      if (focused === null || focused.closest(".ct") === null) return null;
      const { left, top, width, height } = focused.getBoundingClientRect();
      const above = document.elementFromPoint(left + width / 2, top + height / 2);
      return above !== null && focused.contains(above) ? null : focused.outerHTML.slice(0, 120);
    });
    if (found !== null) covered.push(`${key}: ${found}`);
  }
  expect(covered).toEqual([]);
});

test("paper has the head on every sheet, whole channels, letters for marks and no buttons", async () => {
  const page = await on.stage.open({ theme: "dark", width: 360 });
  await page.locator(".cc").first().waitFor();
  const printed = await page.pdf({ preferCSSPageSize: true });
  const sheets = printed.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  expect(sheets).toBeGreaterThan(1);
  const wide = await on.stage.open();
  await wide.emulateMedia({ media: "print" });
  const styleOf = (selector: string, property: string) =>
    wide
      .locator(selector)
      .first()
      .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);
  expect(await styleOf(".ct thead", "display")).toBe("table-header-group");
  expect(await styleOf(".ct tbody", "break-inside")).toBe("avoid");
  expect(await styleOf(".keys .m-q", "background-color")).toBe("rgba(0, 0, 0, 0)");
  expect(await wide.locator(".counters .btn:visible").count()).toBe(0);
});

test("the page of a channel shows its evidence and the same figures as chart and table", async () => {
  const channelNo = await channelInOrder();
  const page = await on.stage.open({ path: `/channels/${channelNo}?p=day` });
  await page.locator(".bars").first().waitFor();
  const bars = await page.locator(".bars").first().locator("i").count();
  await page.locator("figure ~ details summary").click();
  expect(await page.locator("figure ~ details tbody tr").count()).toBe(bars);
  expect(await page.locator(".proof .frame").first().textContent()).toMatch(/[0-9A-F]{2}/);
  expect(await page.locator(".time li").count()).toBeGreaterThan(0);
  await page.getByLabel(fr.channel.compare).selectOption("previous");
  await page.locator(".bars .over").first().waitFor();
  expect(page.url()).toContain("compare=previous");
});
