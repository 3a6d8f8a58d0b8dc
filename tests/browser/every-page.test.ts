// Every page of the product once in one browser: nothing beside the screen from a phone to a wide
// screen in the two languages with the longest words, and one title, one h1 and the landmarks on each.

import type { InvitedAccount } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import type { Language } from "@mega/locale";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptInvitation, type Person } from "../../apps/cli/src/demo/person.ts";
import { enter } from "../gateway/claimed.ts";
import { type FreshStage, openFreshStage } from "./fresh-stage.ts";
import { startUnclaimed, type UnclaimedDemo } from "./start-demo.ts";

const START_TIMEOUT_MS = 120_000;
/** Long enough for the lift's meter, exchanged 40 days ago, to wait in quarantine. */
const HISTORY_MS = 45 * 24 * 3_600_000;
const SIZES = [
  [360, 740],
  [768, 1024],
  [1280, 860],
  [1920, 1080],
] as const;
const longest: readonly Language[] = ["de", "fr"];

/** A page: its path, and what stands in it when it is whole. */
type Stop = readonly [path: string, whole: string];

const ownersPages: readonly Stop[] = [
  ["/?show=all", ".ct, .cc"],
  ["/channels/13?compare=previous", ".bars"],
  ["/channels/16", ".waiting"],
  ["/quarantine", ".waiting"],
  ["/config?show=all", ".chan[data-channel='32']"],
  ["/bus", ".lt tbody tr"],
  ["/accounts", ".list tbody tr"],
  ["/tokens", ".empty, .list"],
  ["/audit", ".list tbody tr"],
];
const openPages: readonly Stop[] = [
  ["/login", "#login-name"],
  ["/lost", "#setup-code"],
];

let demo: UnclaimedDemo;
let stage: FreshStage;

beforeAll(async () => {
  demo = await startUnclaimed(HISTORY_MS);
  stage = await openFreshStage(demo.url);
}, START_TIMEOUT_MS);

afterAll(async () => {
  await stage?.close();
  await demo?.stop();
});

/** Nobody's browser, or that of a person who is logged in. */
async function browserOf(person?: Person): Promise<BrowserContext> {
  const context = await stage.context();
  const [name = "", value = ""] = person?.cookie.split("=") ?? [];
  if (person !== undefined)
    await context.addCookies([
      { name, value, url: demo.url, httpOnly: true, sameSite: "Strict" as const },
    ]);
  return context;
}

/** Walks through pages in the longest languages and at every size; tells what is wrong, and where. */
async function faultsOn(context: BrowserContext, stops: readonly Stop[]): Promise<string[]> {
  const faults: string[] = [];
  const page = await stage.page(context);
  for (const language of longest) {
    for (const [path, whole] of stops) {
      const address = new URL(path, demo.url);
      address.searchParams.set("lang", language);
      await page.goto(address.href);
      await page.locator(whole).first().waitFor();
      const at = `${path} ${language}`;
      faults.push(...(await frameFaults(page)).map((fault) => `${at}: ${fault}`));
      faults.push(...(await wideParts(page)).map((fault) => `${at} ${fault}`));
      faults.push(...stage.complaints().map((complaint) => `${at}: ${complaint}`));
    }
  }
  await page.close();
  return faults;
}

/** What the frame of a page lacks: each part stands exactly once. */
async function frameFaults(page: Page): Promise<readonly string[]> {
  const counts = await page.evaluate(() => {
    const shown = (selector: string) =>
      [...document.querySelectorAll(selector)].filter((part) => part.checkVisibility()).length;
    return { h1: shown("h1"), main: shown("main"), header: shown("body > header") };
  });
  const parts = Object.entries(counts).filter(([, count]) => count !== 1);
  const title = (await page.title()).trim();
  const heading = (await page.locator("h1").first().innerText()).trim();
  return [
    ...parts.map(([part, count]) => `${count} × ${part}`),
    ...(title.length > 8 && title.includes(" · ") ? [] : [`title "${title}"`]),
    ...(heading === "" ? ["an empty h1"] : []),
  ];
}

/** How far the page reaches beyond each size of screen, and what of it does. */
async function wideParts(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    const beyond = await page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const { scrollWidth, clientWidth } = document.documentElement;
      if (scrollWidth <= clientWidth) return null;
      const wide = [...document.querySelectorAll("body *")].filter(
        (part) => part.getBoundingClientRect().right > clientWidth + 1,
      );
      const culprit = wide.at(-1)?.outerHTML.slice(0, 80) ?? "";
      return `${scrollWidth - clientWidth} px beside the screen, ${culprit}`;
    });
    if (beyond !== null) found.push(`${width} px: ${beyond}`);
  }
  return found;
}

test("no page scrolls sideways, and each has one h1, a title, its landmarks and no error", async () => {
  const nobody = await browserOf();
  const faults = await faultsOn(nobody, [["/claim", "#setup-code"]]);
  const owner = await enter(demo.url, demo.setupCode);
  faults.push(...(await faultsOn(nobody, openPages)));
  faults.push(...(await faultsOn(await browserOf(owner), ownersPages)));
  faults.push(...(await tenantFaults(nobody, owner)));
  expect(faults).toEqual([]);
});

/** An invitation as it is found, and the page of the tenant who took it. */
async function tenantFaults(nobody: BrowserContext, owner: Person): Promise<readonly string[]> {
  const from = toUtcString(Date.now() - HISTORY_MS / 2);
  const grants = [9, 21, 25].map((channelNo) => ({ channelNo, from, to: null }));
  const account = { name: "anna", role: "tenant", language: "fr", email: null, grants };
  const { invitation } = await owner.ask<InvitedAccount>("POST", "/accounts", account);
  const invited = await faultsOn(nobody, [[`/invitations/${invitation}`, "#invited-password"]]);
  const tenant = await acceptInvitation(demo.url, invitation, "une porte sans clef");
  return [...invited, ...(await faultsOn(await browserOf(tenant), [["/me", ".bars"]]))];
}
