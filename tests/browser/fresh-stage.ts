// Chromium without any login: contexts are browsers of different people. What goes wrong on their
// pages is gathered; a refusal that a test provokes on purpose is let go by saying so.

import type { BrowserContext, Page } from "playwright-core";
import { launchBrowser } from "./watched-browser.ts";

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

/** How Chromium tells of an answer that refuses. */
const REFUSAL = /the server responded with a status of 4\d\d/;

/** Starts the browser. */
export async function openFreshStage(url: string): Promise<FreshStage> {
  const browser = await launchBrowser(url);
  return {
    context: () => browser.context(),
    clear: (kept) => browser.clear(kept),
    page: (context) => browser.page(context),
    expectRefusals: () => browser.forget(REFUSAL),
    complaints: () => browser.complaints(),
    close: () => browser.close(),
  };
}
