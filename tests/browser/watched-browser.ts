// Chromium whose pages are watched: a console error, an exception or a breach of the content policy is
// a complaint. Every context is the browser of another person.

import type { Language } from "@mega/locale";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";

/** Which page, on which screen. */
export interface Visit {
  readonly path?: string;
  readonly width?: number;
  readonly height?: number;
  readonly theme?: "light" | "dark";
  readonly language?: Language;
}

/** What a login has left in somebody's browser. */
export interface LoginCookie {
  readonly name: string;
  readonly value: string;
}

const CHROMIUM = "/usr/bin/chromium-headless-shell";

/** Starts the browser before the site at an address. */
export async function launchBrowser(url: string): Promise<WatchedBrowser> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  return new WatchedBrowser(browser, url);
}

/** The browser. */
export class WatchedBrowser {
  readonly #browser: Browser;
  readonly #url: string;
  #complaints: string[] = [];

  constructor(browser: Browser, url: string) {
    this.#browser = browser;
    this.#url = url;
  }

  /** The browser of somebody who was never here. */
  async context(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.#browser.newContext({
      viewport: { width: 1280, height: 860 },
      reducedMotion: "reduce",
      locale: "fr-BE",
      acceptDownloads: true,
      ...options,
    });
    const origin = this.#url;
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin });
    return context;
  }

  /** A page that is watched. */
  async page(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    page.on("pageerror", (error) => this.#complaints.push(`exception: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error") this.#complaints.push(`console: ${message.text()}`);
    });
    return page;
  }

  /** Opens a page as whoever has logged in; it has its heading. */
  async open(visit: Visit, login: LoginCookie, options: BrowserContextOptions = {}): Promise<Page> {
    const { path = "/", width = 1280, height = 860, theme = "light", language = "fr" } = visit;
    const context = await this.context({
      viewport: { width, height },
      colorScheme: theme,
      // Another zone than the building's: what is told in its own must not move.
      timezoneId: "America/New_York",
      ...options,
    });
    const cookie = { ...login, url: this.#url, httpOnly: true, sameSite: "Strict" } as const;
    await context.addCookies([cookie]);
    const page = await this.page(context);
    const address = new URL(path, this.#url);
    address.searchParams.set("lang", language);
    await page.goto(address.href);
    await page.locator("h1").waitFor();
    return page;
  }

  /** What went wrong on the pages since it was last asked, but for what a test provokes. */
  complaints(provoked?: RegExp): readonly string[] {
    const said = this.#complaints;
    this.#complaints = [];
    return said.filter((complaint) => provoked?.test(complaint) !== true);
  }

  /** Forgets what the test has provoked so far. */
  forget(provoked: RegExp): void {
    this.#complaints = this.#complaints.filter((complaint) => !provoked.test(complaint));
  }

  /** Closes every context but one, and its pages. */
  async clear(kept?: BrowserContext): Promise<void> {
    const others = this.#browser.contexts().filter((context) => context !== kept);
    await Promise.all(others.map((context) => context.close()));
    await Promise.all((kept?.pages() ?? []).map((page) => page.close()));
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}
