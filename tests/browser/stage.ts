// Chromium before the pages of a gateway, logged in as its owner.

import type { CountersTable } from "@mega/contract";
import type { Page } from "playwright-core";
import { owner as credentials } from "../gateway/claimed.ts";
import type { Demo } from "./start-demo.ts";
import { launchBrowser, type Visit } from "./watched-browser.ts";

export type { Visit } from "./watched-browser.ts";

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

/** Starts the browser; its pages are logged in as the owner. */
export async function openStage({ url, owner }: Pick<Demo, "url" | "owner">): Promise<Stage> {
  const browser = await launchBrowser(url);
  const [name = "", value = ""] = owner.cookie.split("=");
  return {
    open: (visit = {}) => browser.open(visit, { name, value }),
    async table() {
      return owner.ask<CountersTable>("GET", "/counters");
    },
    async confirm(page) {
      await page.locator("#own-password:focus").waitFor();
      await page.keyboard.type(credentials.password);
      await page.keyboard.press("Enter");
      await page.locator("#own-password").waitFor({ state: "detached" });
    },
    complaints: () => browser.complaints(),
    clear: () => browser.clear(),
    close: () => browser.close(),
  };
}
