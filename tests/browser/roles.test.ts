// What each role is offered: every page of its head is opened and every button and menu item on it is
// pressed. Nothing that is offered may come to a refusal for want of the right. The roles are at work at
// the same time, as people are: each waits for answers most of its time.

import type { Role } from "@mega/contract";
import { dictionaries } from "@mega/locale";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptInvitation } from "../../apps/cli/src/demo/person.ts";
import { type FreshStage, openFreshStage } from "./fresh-stage.ts";
import { type Demo, startDemo } from "./start-demo.ts";

const HISTORY_MS = 3 * 3_600_000;
const START_TIMEOUT_MS = 120_000;
const WALK_TIMEOUT_MS = 400_000;
/** How long an answer may take that a click asked for. */
const SETTLE_MS = 250;
/** Others press at the same time, and the machine may be busy. */
const CLICK_MS_MAX = 15_000;
const PASSWORD = "quatre mots pour elle";

let demo: Demo;
let stage: FreshStage;

beforeAll(async () => {
  demo = await startDemo(HISTORY_MS);
  stage = await openFreshStage(demo.url);
}, START_TIMEOUT_MS);

afterAll(async () => {
  await stage?.close();
  await demo?.stop();
});

async function browserOf(role: Role, name = `${role} 1`): Promise<BrowserContext> {
  const grants =
    role === "tenant" ? [{ channelNo: 5, from: "2026-01-01T00:00:00Z", to: null }] : [];
  const { invitation } = await demo.owner.ask<{ invitation: string }>("POST", "/accounts", {
    name,
    role,
    language: "fr",
    email: null,
    grants,
  });
  const { cookie } = await acceptInvitation(demo.url, invitation, PASSWORD);
  const context = await stage.context();
  const [cookieName = "", value = ""] = cookie.split("=");
  await context.addCookies([
    { name: cookieName, value, url: demo.url, httpOnly: true, sameSite: "Strict" },
  ]);
  return context;
}

/** What may be pressed. */
const over = "[popover]:popover-open, dialog[open]";
const pressable = 'button:enabled:visible:not([aria-disabled="true"])';
const onThePage = `main ${pressable}, main summary:visible`;
const overThePage = `[popover]:popover-open ${pressable}, dialog[open] ${pressable}`;

/** Buttons that differ in a number or in whom they name do the same. */
const kindOf = (text: string) => text.replace(/\d+/g, "#").replace(/\s+/g, " ").trim().slice(0, 60);

/** Presses everything once and tells what came to a refusal. */
async function pressAll(page: Page, path: string): Promise<readonly string[]> {
  const refusals: string[] = [];
  let pressed = "opening";
  page.on("response", (answer) => {
    if (answer.status() !== 403) return;
    const { pathname } = new URL(answer.url());
    const at = `${pressed}: ${answer.request().method()} ${pathname}`;
    void answer.json().then(
      ({ code }: { readonly code: string }) => code === "FORBIDDEN" && refusals.push(at),
      () => refusals.push(at),
    );
  });
  page.on("dialog", (dialog) => void dialog.accept());
  const reload = async () => {
    await page.goto(new URL(path, demo.url).href);
    await page.locator("h1").waitFor();
    await page.waitForTimeout(SETTLE_MS);
  };
  await reload();
  const done = new Set<string>();
  let opener = "";
  let isFresh = true;
  for (;;) {
    const next = await firstUndone(page, done);
    if (next === null && isFresh) return refusals;
    if (next === null || (!next.isOver && (await page.locator(over).count()) > 0)) {
      await reload();
      isFresh = true;
      continue;
    }
    isFresh = false;
    done.add(next.kind);
    pressed = `${path} “${next.kind}”`;
    await next.button
      .click({ timeout: CLICK_MS_MAX, noWaitAfter: true })
      .catch(() => refusals.push(`${pressed} could not be pressed`));
    await page.waitForTimeout(SETTLE_MS);
    if (new URL(page.url()).pathname !== new URL(path, demo.url).pathname) await reload();
    if (!next.isOver) opener = next.kind;
    // What a menu or a dialog holds is pressed one by one: its button is pressed again for each.
    if ((await firstUndone(page, done))?.isOver === true) done.delete(opener);
  }
}

interface Undone {
  readonly button: Locator;
  readonly kind: string;
  /** It stands in a menu or in a dialog. */
  readonly isOver: boolean;
}

/** The first button that was not pressed yet: of what is open over the page before the page's own. */
async function firstUndone(page: Page, done: ReadonlySet<string>): Promise<Undone | null> {
  for (const [selector, isOver] of [
    [overThePage, true],
    [onThePage, false],
  ] as const) {
    // All texts at once: a page of 32 channels has hundreds of buttons.
    const buttons = page.locator(selector);
    const texts = await buttons.evaluateAll((all) =>
      all.map((element) => element.getAttribute("aria-label") ?? element.textContent ?? ""),
    );
    const index = texts.findIndex((text) => kindOf(text) !== "" && !done.has(kindOf(text)));
    const text = texts[index];
    if (text !== undefined) return { button: buttons.nth(index), kind: kindOf(text), isOver };
  }
  return null;
}

test.concurrent.for(["installer", "manager", "integrator", "tenant"] as const)(
  "%s is offered nothing that is refused",
  { timeout: WALK_TIMEOUT_MS },
  async (role, { expect }) => {
    const context = await browserOf(role);
    const page = await stage.page(context);
    await page.goto(new URL("/?lang=fr", demo.url).href);
    await page.locator("h1").waitFor();
    const links = await page
      .locator(".nav a")
      .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? "/"));
    const paths =
      role === "tenant"
        ? ["/me?lang=fr", "/channels/5?lang=fr"]
        : [...links, "/channels/5?lang=fr"];
    await page.close();
    const refusals: string[] = [];
    for (const path of paths) {
      const walked = await stage.page(context);
      refusals.push(...(await pressAll(walked, path)));
      await walked.close();
    }
    expect(refusals, paths.join(" ")).toEqual([]);
    await context.close();
  },
);

test("an installer is told that an owner makes the restore token", async () => {
  const { restore } = dictionaries.fr;
  const context = await browserOf("installer", "installer 2");
  const page = await stage.page(context);
  await page.goto(new URL("/config?lang=fr", demo.url).href);
  const section = page.getByRole("region", { name: restore.title });
  await section.getByText(restore.ownerMakesToken).waitFor();
  expect(await section.getByRole("button", { name: restore.makeToken }).isDisabled()).toBe(true);
  await context.close();
});
