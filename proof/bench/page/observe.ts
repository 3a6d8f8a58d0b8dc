// What a page tells of itself: when it first painted, when every channel stood in its table, how much
// moved, which work blocked, how long each input took until the next picture.

import type { Page } from "playwright-core";

/** Times are milliseconds since the navigation began. */
export interface Seen {
  readonly firstPaintMs: number;
  /** Every channel has its body in the table, and the picture with it was due. */
  readonly tableMs: number;
  /** Sum of the scores of shifts that no input caused. */
  readonly layoutShift: number;
  /** Tasks above 50 ms: how many, and what they take beyond that. */
  readonly longTasks: number;
  readonly blockedMs: number;
  /** The longest wait for a picture after an input, by the browser's Event Timing. */
  readonly slowestInputMs: number;
}

interface Watched {
  tableMs: number;
  layoutShift: number;
  longTasks: number;
  blockedMs: number;
  slowestInputMs: number;
}

/** After the table stands: what still moves or blocks belongs to the visit. */
const REST_MS = 500;

declare global {
  var megaBench: Watched | undefined;
}

/** Makes every page that this one navigates to watch itself for a table of so many bodies. */
export async function watchItself(page: Page, bodies: number): Promise<void> {
  await page.addInitScript(watch, bodies);
}

/** Runs in the page, before anything of it. */
function watch(bodies: number): void {
  const seen = { tableMs: 0, layoutShift: 0, longTasks: 0, blockedMs: 0, slowestInputMs: 0 };
  globalThis.megaBench = seen;
  const LONG_TASK_MS = 50;
  const on = (type: string, take: (entry: PerformanceEntry) => void, more = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({
      type,
      buffered: true,
      ...more,
    });
  on("layout-shift", (entry) => {
    const { hadRecentInput, value } = entry as unknown as {
      hadRecentInput: boolean;
      value: number;
    };
    if (!hadRecentInput) seen.layoutShift += value;
  });
  on("longtask", ({ duration }) => {
    seen.longTasks += 1;
    seen.blockedMs += duration - LONG_TASK_MS;
  });
  on(
    "event",
    (entry) => {
      const { interactionId, duration } = entry as PerformanceEventTiming;
      if (interactionId > 0) seen.slowestInputMs = Math.max(seen.slowestInputMs, duration);
    },
    { durationThreshold: 16 },
  );
  const look = () => {
    if (document.querySelectorAll("table > tbody").length < bodies) requestAnimationFrame(look);
    else requestAnimationFrame(() => setTimeout(() => (seen.tableMs = performance.now())));
  };
  requestAnimationFrame(look);
}

/** Waits until the table stands and the page is at rest, and asks what it saw. */
export async function whatWasSeen(page: Page): Promise<Seen> {
  await page.waitForFunction(() => (globalThis.megaBench?.tableMs ?? 0) > 0);
  await page.waitForTimeout(REST_MS);
  return page.evaluate(() => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
    const seen = globalThis.megaBench;
    if (seen === undefined) throw new Error("The page does not watch itself");
    return { ...seen, firstPaintMs: paint };
  });
}

/** Forgets the inputs so far. */
export async function forgetInputs(page: Page): Promise<void> {
  await page.evaluate(() => {
    if (globalThis.megaBench !== undefined) globalThis.megaBench.slowestInputMs = 0;
  });
}

/**
 * The slowest input since the last `forgetInputs`, milliseconds; the browser tells of none below 16,
 * and counts in steps of 8.
 */
export async function slowestInputMs(page: Page): Promise<number> {
  // An input is told of after the picture that follows it.
  await page.evaluate(
    () =>
      new Promise<void>((resolve) =>
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50))),
      ),
  );
  return page.evaluate(() => globalThis.megaBench?.slowestInputMs ?? 0);
}
