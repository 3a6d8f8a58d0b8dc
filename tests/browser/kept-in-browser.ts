// What the portal's pages have kept in a browser, for the time without a connection.

import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Every answer that is kept, with the address under which it is. */
export function keptAnswers(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const store = await caches.open("mega-answers");
    const texts: string[] = [];
    for (const request of await store.keys()) {
      texts.push(request.url, (await (await store.match(request))?.text()) ?? "");
    }
    return texts.join("\n");
  });
}

/** What stores there are: one for answers and one for the pages, and no other. */
export function storesOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => (await caches.keys()).sort());
}

/** Waits until the pages themselves are kept, too. */
export async function pagesKept(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(async () => (await (await caches.open("mega-pages")).keys()).length))
    .toBeGreaterThan(5);
}
