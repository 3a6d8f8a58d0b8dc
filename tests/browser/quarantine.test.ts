// What waits on the demo building: the lift's meter was exchanged without a word 40 days ago. Seen,
// decided by keyboard, in every language, both themes and on a phone.

import { dictionaries } from "@mega/locale";
import { expect, test, vi } from "vitest";
import { beyondOf, faultsOf, looks } from "./close-look.ts";
import { stageDemo } from "./staged-demo.ts";

/** Long enough for the month before the exchange. */
const HISTORY_MS = 75 * 24 * 3_600_000;
const LIFT = 16;
const CLOSING = { timeout: 30_000, interval: 500 };
const fr = dictionaries.fr;

const on = stageDemo(HISTORY_MS);

async function rowOf(channelNo: number) {
  const row = (await on.stage.table()).rows.find((one) => one.channelNo === channelNo);
  if (row === undefined) throw new Error(`no row ${channelNo}`);
  return row;
}

/** The months that have an index; of one mark only, where it is given. */
const cellsOf = ({ counters }: Awaited<ReturnType<typeof rowOf>>, mark?: string) =>
  (counters[0]?.cells ?? []).filter(
    ({ index, consumptionMark }) =>
      index !== null && (mark === undefined || consumptionMark === mark),
  );

test("the summary leads to what waits, and that says why in plain words", async () => {
  const page = await on.stage.open();
  await page.locator(".sum").getByRole("link", { name: fr.quarantine.title }).click();
  const card = page.locator(".waiting", { hasText: `CH${LIFT}` });
  await card.getByText(fr.quarantine.reasons["serial-changed"]).waitFor();
  await card.getByText("26020077").first().waitFor();
  expect(await card.getByRole("button").allTextContents()).toContain(fr.quarantine.actions.discard);
  await card.getByRole("link", { name: `CH${LIFT}` }).click();
  await page.locator(".waiting").waitFor();
});

/** A phone's page of what waits, in the language and theme of a look. */
const phone = { path: "/quarantine", width: 360, height: 740 };

test.each(looks)("nothing keeps people out of it, $theme, $language", async (look) => {
  const { quarantine } = dictionaries[look.language];
  const page = await on.stage.open({ ...look, ...phone });
  await page.locator(".waiting").first().waitFor();
  expect(await beyondOf(page)).toBe(0);
  expect(await faultsOf(page, look.rules)).toEqual([]);
  await page.getByRole("button", { name: quarantine.actions.discard }).first().click();
  await page.locator("dialog[open]").waitFor();
  expect(await faultsOf(page, look.rules)).toEqual([]);
});

test.each(looks)("nothing keeps people out of the exchange, $theme, $language", async (look) => {
  const { exchange } = dictionaries[look.language];
  const page = await on.stage.open({ ...look, ...phone, path: `/channels/${LIFT}` });
  await page.locator(".waiting").getByRole("button", { name: exchange.open }).click();
  await page.locator("#exchange-start-import").fill("0");
  await page.locator("dialog .swap").waitFor();
  expect(await faultsOf(page, look.rules)).toEqual([]);
  const beside = await page
    .locator("dialog")
    .evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
  expect(beside).toBe(0);
});

test("a decision needs a reason and the number of the channel, and Escape decides nothing", async () => {
  const page = await on.stage.open({ path: `/channels/${LIFT}` });
  const discard = page.getByRole("button", { name: fr.quarantine.actions.discard });
  await discard.focus();
  await page.keyboard.press("Enter");
  const decide = page.getByRole("button", { name: fr.quarantine.decide, exact: true });
  expect(await decide.isDisabled()).toBe(true);
  await page.keyboard.press("Tab");
  expect(await decide.isDisabled()).toBe(true);
  await page.locator("#why").fill("essai");
  expect(await decide.isDisabled()).toBe(true);
  await page.locator("#period-confirm").fill(String(LIFT));
  expect(await decide.isDisabled()).toBe(false);
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
  expect(await discard.evaluate((element) => element === document.activeElement)).toBe(true);
  expect((await rowOf(LIFT)).state).toBe("quarantined");
});

test("the exchange is recorded by keyboard, the next round accepts the new meter, months are whole", async () => {
  const page = await on.stage.open({ path: `/channels/${LIFT}` });
  const press = (key: string) => page.keyboard.press(key);
  await page.locator(".waiting").getByRole("button", { name: fr.exchange.open }).focus();
  await press("Enter");
  await page.locator("#exchange-start-import").waitFor();
  expect(await page.locator("#exchange-serial").inputValue()).toBe("26020077");
  await press("Shift+Tab");
  await page.keyboard.type(String(LIFT));
  await press("Shift+Tab");
  await page.keyboard.type("procès-verbal 17");
  await press("Shift+Tab");
  // The meter that the demo building installs began at 0.32 kWh.
  await page.keyboard.type("0,32");
  await page.locator("dialog .swap dd b").waitFor();
  const preview = await page.locator("dialog .swap dd").allTextContents();
  await press("Enter");
  await on.stage.confirm(page);
  await page.locator("dialog").waitFor({ state: "detached" });
  const past = page.locator("section", { hasText: fr.exchange.past });
  await past.locator(".swap").waitFor();
  expect(await past.locator(".swap dd").allTextContents()).toEqual(preview);
  await page.locator(".waiting").waitFor({ state: "detached" });

  const before = await rowOf(LIFT);
  await on.demo.owner.ask("POST", "/rounds");
  await vi.waitFor(async () => expect((await rowOf(LIFT)).logTime).not.toBe(before.logTime), {
    timeout: 60_000,
    interval: 500,
  });
  // The months that waited close at the end of the round, a moment after its readings are there.
  const after = await vi.waitFor(async () => {
    const row = await rowOf(LIFT);
    expect(cellsOf(row, "S").map(({ closed }) => closed)).toEqual([true]);
    return row;
  }, CLOSING);
  expect(after).toMatchObject({ state: "ok", problem: null, meter: { serialNumber: "26020077" } });
  const cells = cellsOf(after);
  expect(cells.length).toBeGreaterThan(1);
  expect(cells.map(({ consumption }) => consumption)).not.toContain(null);
  expect(Number(cellsOf(after, "S")[0]?.consumption)).toBeGreaterThan(0);
});
