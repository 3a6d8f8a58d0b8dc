// From the LOGIN of a channel to the access of its tenant: typed in the configuration, invited on the
// page of accounts, told beside the field; and what becomes of the hours of his stay.

import { dictionaries, languages } from "@mega/locale";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { acceptInvitation, type Person } from "../../apps/cli/src/demo/person.ts";
import { owner as credentials } from "../gateway/claimed.ts";
import { beyondOf, faultsOf, looks } from "./close-look.ts";
import { openStage, type Visit } from "./stage.ts";
import { stageDemo } from "./staged-demo.ts";

const LOOK_TIMEOUT_MS = 300_000;
const HISTORY_MS = 2 * 24 * 3_600_000;
const CHANNEL = 5;
const OTHER = 6;
const PASSWORD = "encore quatre mots";
const { accounts, channel } = dictionaries.fr;

const on = stageDemo(HISTORY_MS);
let remi: Person;

async function openRow(channelNo: number, visit: Visit = {}): Promise<Page> {
  const page = await on.stage.open({ path: "/config", ...visit });
  await page.locator(`#ch${channelNo}-address`).focus();
  await page.keyboard.press("Enter");
  await page.locator(`#ch${channelNo}-login`).waitFor();
  return page;
}

async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env["MEGA_SHOTS"];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
}

const besideOf = (page: Page, channelNo: number) =>
  page.locator(`.login:has(#ch${channelNo}-login)`);

test("a login without access is told beside its field, and the way leads to the filled-in form", async () => {
  const page = await openRow(CHANNEL);
  for (const channelNo of [CHANNEL, OTHER]) {
    if (channelNo === OTHER) {
      await page.locator(`#ch${OTHER}-address`).focus();
      await page.keyboard.press("Enter");
    }
    await page.locator(`#ch${channelNo}-login`).fill(channelNo === CHANNEL ? "remi" : "claeys");
    await page.locator(`#ch${channelNo}-login`).blur();
    await besideOf(page, channelNo).getByText(accounts.login.none).waitFor();
  }
  await page.locator("#save-password").fill(credentials.password);
  await page.locator(".save .btn--main").click();
  await page.locator(".save").waitFor({ state: "detached", timeout: 30_000 });
  expect(await faultsOf(page)).toEqual([]);
  await shot(page, "login-none");
  await besideOf(page, CHANNEL).getByRole("link", { name: accounts.login.invite }).click();
  await page.locator("dialog[open] #account-name").waitFor();
  expect(new URL(page.url()).search).toBe("?lang=fr");
  expect(await page.locator("#account-name").inputValue()).toBe("remi");
  expect(await page.locator("dialog .stay select").inputValue()).toBe(String(CHANNEL));
  expect(await faultsOf(page)).toEqual([]);
  await shot(page, "login-form");
  await page.locator("#account-password").fill(credentials.password);
  await page.locator("dialog[open] button[type=submit]").click();
  const link = page.locator("#invitation-link");
  await link.waitFor();
  const invitation = (await link.inputValue()).split("/").at(-1) ?? "";
  const row = (await on.stage.table()).rows.find(({ channelNo }) => channelNo === CHANNEL);
  const list = await on.demo.owner.ask<{
    accounts: { name: string; grants: { from: string }[] }[];
    waitingLogins: object[];
  }>("GET", "/accounts");
  const listed = list.accounts.find(({ name }) => name === "remi");
  expect(listed?.grants.map(({ from }) => from)).toEqual([row?.firstInit]);
  expect(list.waitingLogins).toEqual([{ channelNo: OTHER, login: "claeys" }]);
  const invited = await openRow(CHANNEL);
  await besideOf(invited, CHANNEL).getByText(accounts.login.invited).waitFor();
  remi = await acceptInvitation(on.demo.url, invitation, PASSWORD);
  const since = await openRow(CHANNEL);
  await besideOf(since, CHANNEL).getByText(accounts.login.since("").trim()).waitFor();
  await shot(since, "login-since");
});

test(
  "the page of accounts offers an invitation for each login without one, in every language",
  async () => {
    const page = await on.stage.open({ path: "/accounts", width: 360, height: 740 });
    for (const { theme, language, rules } of looks) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await page.goto(new URL(`/accounts?lang=${language}`, on.demo.url).href);
      const words = dictionaries[language].accounts;
      const name = words.inviteFor("claeys", String(OTHER));
      await page.getByRole("button", { name }).waitFor();
      expect(await beyondOf(page), language).toBe(0);
      expect(await faultsOf(page, rules), `${language} ${theme}`).toEqual([]);
      await shot(page, `waiting-${language}`);
    }
    await page
      .getByRole("button", { name: dictionaries.en.accounts.inviteFor("claeys", "6") })
      .focus();
    await page.keyboard.press("Enter");
    await page.locator("dialog[open] #account-name").waitFor();
    expect(await page.locator("#account-name").inputValue()).toBe("claeys");
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    await page.setViewportSize({ width: 1280, height: 860 });
    await shot(page, "waiting-wide");
  },
  LOOK_TIMEOUT_MS,
);

test(
  "hours of a stay are days for the owner, and the page says why without an alarm",
  async () => {
    for (const language of languages) {
      const wide = language === "fr" || language === "de";
      const page = await on.stage.open({
        path: `/channels/${CHANNEL}?p=hour`,
        language,
        width: wide ? 1280 : 360,
        theme: wide ? "light" : "dark",
      });
      await page.getByText(dictionaries[language].channel.hoursOfStay).waitFor();
      await page.locator("figure").first().waitFor();
      expect(await page.locator(".banner--bad").count()).toBe(0);
      expect(await beyondOf(page), language).toBe(0);
      expect(await faultsOf(page), language).toEqual([]);
      await shot(page, `hours-${language}`);
    }
    const stairs = await on.stage.open({ path: `/channels/${OTHER}?p=hour` });
    await stairs.locator("figure").first().waitFor();
    expect(await stairs.getByText(channel.hoursOfStay).count()).toBe(0);
  },
  LOOK_TIMEOUT_MS,
);

test("the tenant sees days until he switches his hours on, and the page leads to the switch", async () => {
  const own = await openStage({ url: on.demo.url, owner: remi });
  try {
    const path = `/channels/${CHANNEL}?p=hour`;
    const page = await own.open({ path });
    await page.getByText(channel.hoursNotChosen).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await shot(page, "hours-tenant");
    await page.locator(".gapnote a").click();
    // It shows what the gateway keeps, so that it changes with the answer and not with the click.
    await page.getByRole("switch").click();
    await page.getByText(dictionaries.fr.tenant.hourlyOn).first().waitFor();
    const chosen = await own.open({ path });
    await chosen.locator("figure").first().waitFor();
    expect(await chosen.getByText(channel.hoursNotChosen).count()).toBe(0);
    expect(await chosen.getByText(channel.byHour).count()).toBe(1);
    expect(own.complaints()).toEqual([]);
  } finally {
    await own.close();
  }
  // What he chose for himself shows nobody else anything.
  const owners = await on.stage.open({ path: `/channels/${CHANNEL}?p=hour` });
  await owners.getByText(channel.hoursOfStay).waitFor();
});
