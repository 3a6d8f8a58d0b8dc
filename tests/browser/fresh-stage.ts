// Chromium without any login: contexts are browsers of different people. What goes wrong on their
// pages is gathered; a refusal that a test provokes on purpose is let go by saying so.

import { type BrowserContext, chromium, type Page } from "playwright-core";

/** A browser that knows where the gateway is, and nobody. */
export interface FreshStage {
  /** The browser of somebody who was never here. */
  readonly context: () => Promise<BrowserContext>;
  /** Closes every context but one, and its pages: a gateway holds 64 connections of an address. */
  readonly clear: (kept: BrowserContext) => Promise<void>;
  /** A page that is watched. */
  readonly page: (context: BrowserContext) => Promise<Page>;
  /** Forgets the refusals so far: the test asked for them. */
  readonly expectRefusals: () => void;
  /** What went wrong on the pages since it was last asked. */
  readonly complaints: () => readonly string[];
  readonly close: () => Promise<void>;
}

const CHROMIUM = "/usr/bin/chromium-headless-shell";
/** How Chromium tells of an answer that refuses. */
const REFUSAL = /the server responded with a status of 4\d\d/;

/** Starts the browser. */
export async function openFreshStage(url: string): Promise<FreshStage> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  let complaints: string[] = [];
  return {
    async context() {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 860 },
        reducedMotion: "reduce",
        locale: "fr-BE",
        acceptDownloads: true,
      });
      await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: url });
      return context;
    },
    async clear(kept) {
      const others = browser.contexts().filter((context) => context !== kept);
      await Promise.all(others.map((context) => context.close()));
      await Promise.all(kept.pages().map((page) => page.close()));
    },
    async page(context) {
      const page = await context.newPage();
      page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
      page.on("console", (message) => {
        if (message.type() !== "error") return;
        complaints.push(`console: ${message.text()} ${message.location().url}`);
      });
      return page;
    },
    expectRefusals() {
      complaints = complaints.filter((complaint) => !REFUSAL.test(complaint));
    },
    complaints() {
      const said = complaints;
      complaints = [];
      return said;
    },
    close: () => browser.close(),
  };
}
