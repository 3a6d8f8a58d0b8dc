// The CONFIG page on a real gateway with its simulated building: a save from a row, rules in words, a
// pasted table, two people at once, an MQTT meter, by keyboard alone, in every language and theme.

import { dictionaries } from "@mega/locale";
import type { Page } from "playwright-core";
import { expect, test, vi } from "vitest";
import { beyondOf, faultsOf, looks } from "./close-look.ts";
import type { Visit } from "./stage.ts";
import { stageDemo } from "./staged-demo.ts";

/** A few rounds are enough: this page shows no months. */
const HISTORY_MS = 3 * 3_600_000;
/** A close look at a long page, on a machine that may be busy. */
const LOOK_TIMEOUT_MS = 300_000;
const PASSWORD = "a bench without water";
const { config } = dictionaries.fr;

const on = stageDemo(HISTORY_MS);

interface Document {
  readonly revision: number;
  readonly configuration: {
    readonly channels: readonly { readonly no: number; readonly name: string }[];
    readonly meters: readonly Record<string, unknown>[];
  };
}

const stored = () => on.demo.owner.ask<Document>("GET", "/configuration");

async function channelStored(channelNo: number) {
  return (await stored()).configuration.channels.find(({ no }) => no === channelNo);
}

async function openConfig(visit: Visit = {}): Promise<Page> {
  const page = await on.stage.open({ path: "/config", ...visit });
  await page.locator(".chan").first().waitFor();
  return page;
}

async function showAll(page: Page): Promise<void> {
  await page.locator("input[name='show'][value='all']").check({ force: true });
  await page.locator(".chan[data-channel='32']").waitFor();
}

async function save(page: Page): Promise<void> {
  const beside = page.locator("#save-password");
  const button = page.locator(".save .btn--main");
  if (await beside.isVisible()) await beside.fill(PASSWORD);
  await vi.waitFor(async () => expect(await button.isEnabled()).toBe(true), { timeout: 5000 });
  await button.click();
}

async function saved(page: Page): Promise<void> {
  await save(page);
  await page.locator(".save").waitFor({ state: "detached", timeout: 30_000 });
}

async function type(page: Page, field: string, text: string): Promise<void> {
  await page.locator(field).fill(text);
  await page.locator(field).blur();
}

async function pick(page: Page, channelNo: number, sought: string): Promise<void> {
  await page.locator(`.chan[data-channel="${channelNo}"] .pick`).click();
  await page.locator(".picker .input").fill(sought);
  await page.keyboard.press("Enter");
}

test("a new name is listed, saved with the password and stands on the gateway", async () => {
  const page = await openConfig();
  const { revision } = await stored();
  await type(page, "#ch5-name", "Apt 0.2 Verhaegen");
  await page.locator(".save", { hasText: "CH5" }).waitFor();
  await saved(page);
  expect(await channelStored(5)).toMatchObject({ name: "Apt 0.2 Verhaegen", meter: "flat-02" });
  expect((await stored()).revision).toBe(revision + 1);
  const row = (await on.stage.table()).rows.find(({ channelNo }) => channelNo === 5);
  expect(row).toMatchObject({ name: "Apt 0.2 Verhaegen" });
});

test("a wrong address says its rule in its row, blocks saving and goes with discard", async () => {
  const page = await openConfig();
  await type(page, "#ch5-address", "300");
  const row = page.locator(".chan[data-channel='5']");
  await row.getByText(config.rules.address).waitFor();
  expect(await page.locator("#ch5-address").getAttribute("aria-invalid")).toBe("true");
  expect(await page.locator(".save .btn--main").isDisabled()).toBe(true);
  await type(page, "#ch5-address", "1");
  await row.getByText(config.rules["address-taken"]).waitFor();
  await page.getByRole("button", { name: config.discard }).click();
  await page.locator(".save").waitFor({ state: "detached" });
  expect(await page.locator("#ch5-address").inputValue()).toBe("2");
});

test("what only the gateway knows is said at its row before anything is saved", async () => {
  const page = await openConfig();
  await showAll(page);
  await type(page, "#ch31-name", "Eau de pluie");
  await pick(page, 31, "water");
  await page.locator("#ch31-place").selectOption("cellar");
  await type(page, "#ch31-address", "77");
  const row = page.locator(".chan[data-channel='31']");
  await page.locator(".save .err").waitFor();
  await page.locator(".save .err").click();
  await row.locator(".err").first().waitFor();
  await type(page, "#ch31-ratedMaximumPerHour", "2,5");
  await saved(page);
  const { meters } = (await stored()).configuration;
  expect(
    meters.find(({ profile, address }) => profile === "water" && address === 77),
  ).toMatchObject({
    id: expect.stringMatching(/^eau-de-pluie-\d{6}$/),
    ratedMaximumPerHour: "2.5",
  });
});

test("five pasted rows are proposed cell by cell, mended, and fill five channels", async () => {
  const page = await openConfig();
  await showAll(page);
  const line = (address: number, name: string) => `${address}\tEMM630\tWh+\t${name}\tx`;
  const rows = [101, 102, 103].map((address) => line(address, `Cave ${address}`));
  const text = ["CH\tAddr\tType\tUnité\tNom\tAlerte", `28\t${line(300, "Cave A")}`];
  text.push(`30\t${rows[0]}`, `31\t${rows[1]}`, `32\t${rows[2]}`, `27\t${line(104, "Cave E")}`);
  await page.locator("#ch30-name").evaluate((element, table) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", table);
    element.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text.join("\r\n"));
  const outlook = page.locator("dialog .outlook");
  await outlook.waitFor();
  expect(await outlook.locator("tbody tr").count()).toBe(5);
  await outlook.getByText(config.rules.address).waitFor();
  const apply = page.locator("dialog .btn--main");
  expect(await apply.isDisabled()).toBe(true);
  await page.locator("#paste-text").fill(text.join("\n").replace("300", "100"));
  await apply.click();
  await page.locator("dialog").waitFor({ state: "detached" });
  for (const [channelNo, name] of [
    [28, "Cave A"],
    [30, "Cave 101"],
    [32, "Cave 103"],
  ] as const)
    expect(await page.locator(`#ch${channelNo}-name`).inputValue()).toBe(name);
  expect(await page.locator("#ch30-address").inputValue()).toBe("101");
  await page.getByRole("button", { name: config.discard }).click();
});

test("who saves second is told who came first, and keeps his own on top", async () => {
  on.provoke(/412|409/);
  const first = await openConfig();
  const second = await openConfig();
  await type(first, "#ch8-name", "Apt 1.1 Lenaerts");
  await type(second, "#ch9-name", "Apt 1.2 Haddad");
  await saved(first);
  await save(second);
  const dialog = second.locator("dialog[open]");
  await dialog.getByText("CH8").waitFor();
  await dialog.getByText("tester").waitFor();
  await dialog.getByRole("button", { name: config.keepMine }).click();
  expect(await second.locator("#ch8-name").inputValue()).toBe("Apt 1.1 Lenaerts");
  await saved(second);
  expect(await channelStored(8)).toMatchObject({ name: "Apt 1.1 Lenaerts" });
  expect(await channelStored(9)).toMatchObject({ name: "Apt 1.2 Haddad" });
});

test("an MQTT meter is set up by MAC, device channel and token, and the token never comes back", async () => {
  const page = await openConfig();
  await showAll(page);
  await type(page, "#ch30-name", "Garage vélos");
  await pick(page, 30, "mqtt");
  const row = page.locator(".chan[data-channel='30']");
  expect(await page.locator("#ch30-address").inputValue()).toBe("0");
  await type(page, "#ch30-mac", "94b5558925");
  await row.getByText(config.rules.mac).waitFor();
  await type(page, "#ch30-mac", "94:B5:55:89:25:84");
  await type(page, "#ch30-deviceChannel", "2");
  await type(page, "#ch30-token", "garage-token-9Xy");
  await saved(page);
  const { configuration } = await stored();
  expect(JSON.stringify(configuration)).not.toContain("garage-token-9Xy");
  expect(configuration.meters.at(-1)).toMatchObject({
    profile: "mqtt",
    mqtt: { mac: "94b555892584", deviceChannel: 2, token: "(secret kept)" },
  });
  expect(await page.locator("#ch30-token").inputValue()).toBe("");
  expect(await page.locator("#ch30-token").getAttribute("placeholder")).toBe(config.secretKept);
});

test("a channel is named, moved and saved by keyboard alone", async () => {
  const page = await openConfig();
  await page.locator("#ch4-address").focus();
  await page.keyboard.press("Enter");
  await page.locator("#ch4-login").waitFor();
  for (let step = 0; step < 4; step += 1) await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("ch4-name");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Apt 0.1 Claeys");
  await page.keyboard.press("Enter");
  await page.locator(".save").waitFor();
  await page.locator("#ch4-login").focus();
  await page.keyboard.type("claeys");
  await page.keyboard.press("Enter");
  const beside = page.locator("#save-password");
  await page.locator(".save button").first().focus();
  await page.keyboard.press("Tab");
  if (await beside.isVisible()) {
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
  } else await page.keyboard.press("Enter");
  await page.locator(".save").waitFor({ state: "detached", timeout: 30_000 });
  expect(await channelStored(4)).toMatchObject({ name: "Apt 0.1 Claeys", login: "claeys" });
});

test("CHx reads the meter and shows what came of it in its row", async () => {
  const page = await openConfig();
  await page.locator(".chan[data-channel='4'] button.chb").click();
  await page.locator(".chan[data-channel='4'] .ev .st").waitFor({ timeout: 20_000 });
});

test("leaving with something unsaved asks, and staying keeps it", async () => {
  const page = await openConfig();
  await type(page, "#ch4-name", "Apt 0.1 Ailleurs");
  page.once("dialog", (asked) => void asked.dismiss());
  await page.locator(".brand").click();
  expect(await page.locator("#ch4-name").inputValue()).toBe("Apt 0.1 Ailleurs");
  page.once("dialog", (asked) => void asked.accept());
  await page.locator(".brand").click();
  await page.locator(".ct").waitFor();
});

test("the general settings fold away and stay so", async () => {
  const page = await openConfig();
  await page.locator("[aria-controls='general']").click();
  await page.locator("#general").waitFor({ state: "hidden" });
  await page.reload();
  await page.locator(".chan").first().waitFor();
  expect(await page.locator("#general").isHidden()).toBe(true);
});

test.each(
  looks.flatMap((look) => [
    { ...look, width: 360 },
    { ...look, width: 1280 },
  ]),
)(
  "nothing keeps people out of it at $width px, $theme, $language",
  async ({ rules, ...visit }) => {
    const page = await openConfig(visit);
    await page.locator("#ch4-address").press("Enter");
    await page.locator("#ch12-mac").fill("?");
    await page.locator("#ch12-mac").blur();
    await page.locator(".save").waitFor();
    expect(await beyondOf(page)).toBe(0);
    // The rows are alike: those of every kind are looked at, the others cost minutes.
    expect(await faultsOf(page, rules, { exclude: ".chan:nth-child(n+15)" })).toEqual([]);
  },
  LOOK_TIMEOUT_MS,
);
