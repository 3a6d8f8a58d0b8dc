// Chromium for measuring: a context of its own for every visit, so that nothing is cached unless a
// visit is meant to be the second; a processor slowed down by a factor; bytes counted on the wire.

import { type Browser, chromium, type Page } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";

/** How much slower than this machine the page's processor is: 1, or 4 for a tablet of some years. */
export type Slowdown = 1 | 4;

/** A page under measurement. */
export interface MeasuredPage {
  readonly page: Page;
  /** Bytes that came over the wire since the page was opened, heads of answers included. */
  readonly transferredBytes: () => number;
  readonly close: () => Promise<void>;
}

/** Starts the browser. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
}

/** Opens an empty page in a context of its own, which a cookie may log in. */
export async function openMeasured(
  browser: Browser,
  options: {
    readonly slowdown: Slowdown;
    readonly cookie?: { readonly name: string; readonly value: string; readonly url: string };
  },
): Promise<MeasuredPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    locale: "fr-BE",
  });
  if (options.cookie !== undefined) {
    await context.addCookies([{ ...options.cookie, httpOnly: true, sameSite: "Strict" }]);
  }
  const page = await context.newPage();
  const tools = await context.newCDPSession(page);
  let bytes = 0;
  tools.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await tools.send("Network.enable");
  await tools.send("Emulation.setCPUThrottlingRate", { rate: options.slowdown });
  return { page, transferredBytes: () => bytes, close: () => context.close() };
}
