// A new period with its next tenant, taken back again: by the menu, by keyboard alone, in every
// language, both themes and on a phone.

import { AxeBuilder } from "@axe-core/playwright";
import type { AccountList, CountersTable } from "@mega/contract";
import { dictionaries, languages } from "@mega/locale";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { owner as credentials } from "../gateway/claimed.ts";
import { stageDemo } from "./staged-demo.ts";

const HISTORY_MS = 3 * 24 * 3_600_000;
const CHANNEL = 2;
const fr = dictionaries.fr;

const on = stageDemo(HISTORY_MS);
let before: CountersTable["rows"][number];

beforeAll(async () => {
  before = await row();
});

async function row() {
  const found = (await on.stage.table()).rows.find(({ channelNo }) => channelNo === CHANNEL);
  if (found === undefined) throw new Error("the channel is there");
  return found;
}

/** What the button says up to the instant that it names. */
const undoName = (language: keyof typeof dictionaries) =>
  dictionaries[language].period.undo("@").split("@")[0] ?? "";

async function checkDialog(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include("dialog[open]").analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  const beyond = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(beyond, name).toBe(0);
  const folder = process.env["MEGA_SHOTS"];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
}

test("the next tenant is invited in the dialog of the new period", async () => {
  const page = await on.stage.open({ path: `/channels/${CHANNEL}` });
  await page.getByRole("button", { name: fr.channel.newPeriod }).click();
  await page.locator("#period-next").selectOption("new");
  await page.locator("#account-name").fill("Zoë");
  await page.locator("#period-password").fill(credentials.password);
  await page.locator("#period-confirm").fill(String(CHANNEL));
  await checkDialog(page, "new-period-next");
  await page.locator("dialog[open] button[type=submit]").click();
  const link = page.locator("#invitation-link");
  await link.waitFor();
  expect(await link.inputValue()).toContain("/invitations/");
  await checkDialog(page, "invitation");
  const { accounts } = await on.demo.owner.ask<AccountList>("GET", "/accounts");
  const zoe = accounts.find(({ name }) => name === "Zoë");
  const started = (await row()).firstInit;
  expect(zoe?.grants).toEqual([{ channelNo: CHANNEL, from: started, to: null }]);
});

test.each(["light", "dark"] as const)(
  "nothing keeps people out of the dialog, %s",
  async (theme) => {
    for (const language of languages) {
      const visit = { path: `/channels/${CHANNEL}`, language, theme, width: 360, height: 740 };
      const page = await on.stage.open(visit);
      await page.getByRole("button", { name: undoName(language) }).click();
      await page.locator("#undo-title").waitFor();
      await checkDialog(page, `undo-${language}-${theme}`);
      await on.stage.clear();
    }
  },
);

test("the menu of the row undoes the period by keyboard alone, and everything is as before", async () => {
  const page = await on.stage.open();
  const menu = page.getByRole("button", {
    name: fr.counters.actions(String(CHANNEL)),
    exact: true,
  });
  await menu.focus();
  await page.keyboard.press("Enter");
  const item = page.locator(".menu").getByRole("button", { name: undoName("fr") });
  await item.focus();
  await page.keyboard.press("Enter");
  await page.locator("#undo-title").waitFor();
  await checkDialog(page, "undo-wide");
  const deed = page.locator("dialog[open] button[type=submit]");
  expect(await deed.isDisabled()).toBe(true);
  await page.locator("#period-confirm").focus();
  await page.keyboard.type(String(CHANNEL));
  await page.keyboard.press("Enter");
  await on.stage.confirm(page);
  await page.locator("#undo-title").waitFor({ state: "detached" });
  const { firstInit, counters } = await row();
  expect(firstInit).toBe(before.firstInit);
  expect(counters.map(({ cells }) => cells.slice(1))).toEqual(
    before.counters.map(({ cells }) => cells.slice(1)),
  );
  const { accounts } = await on.demo.owner.ask<AccountList>("GET", "/accounts");
  expect(accounts.find(({ name }) => name === "Zoë")?.grants).toEqual([]);
  await menu.focus();
  await page.keyboard.press("Enter");
  await page.locator(".menu").waitFor();
  expect(await item.count()).toBe(0);
});
