// The bus page of the demo building: findings, a scan that survives its page, a live test with every
// frame, in every language, both themes and on a phone.

import { dictionaries } from "@mega/locale";
import { expect, test } from "vitest";
import { beyondOf, faultsOf, looks } from "./close-look.ts";
import { stageDemo } from "./staged-demo.ts";

const HOUR_MS = 3_600_000;
const SCAN_TIMEOUT_MS = 30_000;
const fr = dictionaries.fr.bus;

const on = stageDemo(3 * HOUR_MS);

test("a scan goes on without its page and finds every meter of the line", async () => {
  const page = await on.stage.open({ path: "/bus" });
  await page.getByRole("button", { name: fr.scan("1", "32") }).click();
  await page.getByRole("progressbar").waitFor();
  await on.stage.clear();
  const again = await on.stage.open({ path: "/bus" });
  await again.locator(".scan").getByText(fr.scanStates.done).waitFor({ timeout: SCAN_TIMEOUT_MS });
  const answering = again.locator(".map li", { has: again.locator(".st--ok") });
  expect(await answering.count()).toBe(9);
  expect(await again.locator(".map li").count()).toBe(32);
  await again.locator(".find h2").first().waitFor();
});

test("a live test by keyboard shows questions, answers and values", async () => {
  const page = await on.stage.open({ path: "/bus" });
  const button = page.getByRole("button", { name: `${fr.test.button} CH4`, exact: true });
  await button.focus();
  await page.keyboard.press("Enter");
  const dialog = page.locator("dialog[open]");
  await dialog.getByRole("button", { name: fr.test.button }).focus();
  await page.keyboard.press("Enter");
  await dialog.getByText(fr.test.found.ok).waitFor({ timeout: SCAN_TIMEOUT_MS });
  expect(await dialog.locator(".exchanges li").count()).toBeGreaterThan(0);
  expect(await dialog.locator(".exchanges .frame").first().textContent()).toMatch(/01 0[34] /);
  expect(await dialog.locator("tbody tr").first().textContent()).toContain("kWh");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
});

test("frames are filtered by address, and the file holds the same", async () => {
  const page = await on.stage.open({ path: "/bus?address=4" });
  await page.locator(".log tbody tr").first().waitFor();
  const addresses = await page.locator(".log tbody td:nth-child(2)").allTextContents();
  expect(new Set(addresses)).toEqual(new Set(["4"]));
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: fr.download }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^residence-du-parc_frames_riser_.*\.txt$/);
});

test("the line check says that the line is in order", async () => {
  const page = await on.stage.open({ path: "/bus" });
  await page.getByRole("button", { name: fr.check }).click();
  await page.locator("main .evidence").waitFor({ timeout: SCAN_TIMEOUT_MS });
  expect(await page.locator("main .evidence").textContent()).toContain(fr.echo);
});

test.each(looks)("nothing keeps people out of it, $theme, $language", async (look) => {
  const page = await on.stage.open({ ...look, path: "/bus", width: 360, height: 740 });
  await page.locator(".lt tbody tr").first().waitFor();
  await page.getByText(dictionaries[look.language].bus.showData).click();
  expect(await beyondOf(page)).toBe(0);
  expect(await faultsOf(page, look.rules)).toEqual([]);
});
