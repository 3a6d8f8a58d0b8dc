// What waits on the demo building: the lift's meter was exchanged without a word 40 days ago. Seen,
// decided by keyboard, in every language, both themes and on a phone.

import { AxeBuilder } from "@axe-core/playwright";
import { dictionaries, languages } from "@mega/locale";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openStage, type Stage } from "./stage.ts";
import { type Demo, startDemo } from "./start-demo.ts";

const HISTORY_TIMEOUT_MS = 600_000;
/** Long enough for the month before the exchange. */
const HISTORY_MS = 75 * 24 * 3_600_000;
const LIFT = 16;
const fr = dictionaries.fr;

let demo: Demo;
let stage: Stage;

beforeAll(async () => {
  demo = await startDemo(HISTORY_MS);
  stage = await openStage(demo.url);
}, HISTORY_TIMEOUT_MS);

afterEach(async () => {
  const complaints = stage.complaints();
  await stage.clear();
  expect(complaints).toEqual([]);
});

afterAll(async () => {
  await stage?.close();
  await demo?.stop();
});

test("the summary leads to what waits, and that says why in plain words", async () => {
  const page = await stage.open();
  await page.locator(".sum").getByRole("link", { name: fr.quarantine.title }).click();
  const card = page.locator(".waiting", { hasText: `CH${LIFT}` });
  await card.getByText(fr.quarantine.reasons["serial-changed"]).waitFor();
  await card.getByText("26020077").first().waitFor();
  expect(await card.getByRole("button").allTextContents()).toContain(fr.quarantine.actions.discard);
  await card.getByRole("link", { name: `CH${LIFT}` }).click();
  await page.locator(".waiting").waitFor();
});

test.each(["light", "dark"] as const)("nothing keeps people out of it, %s", async (theme) => {
  for (const language of languages) {
    const { quarantine } = dictionaries[language];
    const page = await stage.open({
      path: "/quarantine",
      language,
      theme,
      width: 360,
      height: 740,
    });
    await page.locator(".waiting").first().waitFor();
    const beside = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(beside, language).toBe(0);
    await page.getByRole("button", { name: quarantine.actions.discard }).first().click();
    await page.locator("dialog[open]").waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const told = violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target.join(" ")}`);
    expect(told, language).toEqual([]);
    await page.keyboard.press("Escape");
    const open = await new AxeBuilder({ page }).analyze();
    expect(
      open.violations.map(({ id }) => id),
      language,
    ).toEqual([]);
    await stage.clear();
  }
});

test("a decision needs a reason and the number of the channel, and Escape decides nothing", async () => {
  const page = await stage.open({ path: `/channels/${LIFT}` });
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
  const row = (await stage.table()).rows.find(({ channelNo }) => channelNo === LIFT);
  expect(row?.state).toBe("quarantined");
});
