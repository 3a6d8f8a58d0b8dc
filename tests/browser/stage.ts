// Chromium, and pages of the gateway that are watched: a console error, an exception or a breach of
// the content policy on any page fails the test that opened it.

import type { CountersTable } from "@mega/contract";
import type { Language } from "@mega/locale";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { owner as credentials } from "../gateway/claimed.ts";
import type { Demo } from "./start-demo.ts";

/** Which page, on which screen, for whom. */
export interface Visit {
  readonly path?: string;
  readonly width?: number;
  readonly height?: number;
  readonly theme?: "light" | "dark";
  readonly language?: Language;
}

/** A browser that knows where the gateway is. */
export interface Stage {
  readonly open: (visit?: Visit) => Promise<Page>;
  /** The table as the gateway tells it. */
  readonly table: () => Promise<CountersTable>;
  /** Types the owner's password beside a change, by keyboard. */
  readonly confirm: (page: Page) => Promise<void>;
  /** What went wrong on the pages since it was last asked. */
  readonly complaints: () => readonly string[];
  /** Closes the pages that are open. */
  readonly clear: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const CHROMIUM = "/usr/bin/chromium-headless-shell";

/** Starts the browser; its pages are logged in as the owner. */
export async function openStage({ url, owner }: Pick<Demo, "url" | "owner">): Promise<Stage> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  const contexts = new Set<BrowserContext>();
  let complaints: string[] = [];
  return {
    async open(visit = {}) {
      const context = await contextFor(browser, visit);
      contexts.add(context);
      await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: url });
      const [name = "", value = ""] = owner.cookie.split("=");
      await context.addCookies([{ name, value, url, httpOnly: true, sameSite: "Strict" }]);
      const page = await context.newPage();
      watch(page, (complaint) => complaints.push(complaint));
      await page.goto(addressOf(url, visit));
      await page.locator("h1").waitFor();
      return page;
    },
    async table() {
      return owner.ask<CountersTable>("GET", "/counters");
    },
    async confirm(page) {
      await page.locator("#own-password:focus").waitFor();
      await page.keyboard.type(credentials.password);
      await page.keyboard.press("Enter");
      await page.locator("#own-password").waitFor({ state: "detached" });
    },
    complaints() {
      const said = complaints;
      complaints = [];
      return said;
    },
    async clear() {
      await Promise.all([...contexts].map((context) => context.close()));
      contexts.clear();
    },
    close: () => browser.close(),
  };
}

function contextFor(browser: Browser, visit: Visit): Promise<BrowserContext> {
  const { width = 1280, height = 860, theme = "light" } = visit;
  return browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: "reduce",
    locale: "fr-BE",
    timezoneId: "America/New_York",
    acceptDownloads: true,
  });
}

function addressOf(url: string, { path = "/", language = "fr" }: Visit): string {
  const address = new URL(path, url);
  address.searchParams.set("lang", language);
  return address.href;
}

function watch(page: Page, complain: (complaint: string) => void): void {
  page.on("pageerror", (error) => complain(`exception: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") complain(`console: ${message.text()}`);
  });
}
