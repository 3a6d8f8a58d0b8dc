// What a person does on COUNTERS, with a real pointer and real keys.

import { dictionaries } from "@mega/locale";
import type { Page } from "playwright-core";
import { forgetInputs, slowestInputMs } from "./observe.ts";

const { counters, shell } = dictionaries.en;

const REST_MS = 400;

/** One input, and what takes it back; only the first is measured. */
interface Input {
  readonly what: string;
  readonly act: (page: Page) => Promise<void>;
  readonly undo: (page: Page) => Promise<void>;
}

const choose = (page: Page, name: string, value: string) =>
  page.locator(`input[name="${name}"][value="${value}"]`).click();
const theme = (page: Page) =>
  page.getByRole("button", { name: shell.themeButton("").split(":")[0] ?? "" }).click();
const none = async () => undefined;

const inputs: readonly Input[] = [
  {
    what: "type a digit into the search",
    act: (page) => page.locator("#q").press("7"),
    undo: (page) => page.locator("#q").press("Backspace"),
  },
  {
    what: "put the months into calendar order",
    act: (page) => choose(page, "order", "calendar"),
    undo: (page) => choose(page, "order", "newest"),
  },
  {
    what: "show Wh in place of kWh",
    act: (page) => choose(page, "unit", "Wh"),
    undo: (page) => choose(page, "unit", "auto"),
  },
  {
    what: "open the panel of columns and months",
    act: (page) => page.getByRole("button", { name: counters.columns }).click(),
    undo: none,
  },
  {
    what: "hide a month",
    act: (page) => page.locator(".choose fieldset").nth(1).locator("input").nth(3).click(),
    undo: async (page) => {
      await page.locator(".choose .btn").click();
      await page.keyboard.press("Escape");
    },
  },
  {
    what: "tick a channel",
    act: (page) => page.locator("tbody input.tick").first().click(),
    undo: (page) => page.locator("tbody input.tick").first().click(),
  },
  {
    what: "open the menu of a channel",
    act: (page) => page.locator("tbody .dots").first().click(),
    undo: (page) => page.keyboard.press("Escape"),
  },
  { what: "change the theme", act: theme, undo: theme },
];

/** How long an input waited for its picture. */
export interface MeasuredInput {
  readonly what: string;
  /** Milliseconds by Event Timing, in steps of 8; 0 stands for less than 16. */
  readonly waitMs: number;
}

/** Measures every input once on a page that shows the table. */
export async function measureInputs(page: Page): Promise<readonly MeasuredInput[]> {
  const measured: MeasuredInput[] = [];
  for (const { what, act, undo } of inputs) {
    await forgetInputs(page);
    await act(page);
    measured.push({ what, waitMs: await slowestInputMs(page) });
    await undo(page);
    // What was done and undone asks the gateway for totals; they are waited for.
    await page.waitForTimeout(REST_MS);
  }
  return measured;
}

/** Goes to the page of a channel by its link; milliseconds from the click to its heading and chart. */
export async function openDetailsMs(page: Page): Promise<number> {
  await page
    .locator("tbody a.name")
    .first()
    .evaluate((link) => {
      link.addEventListener("click", () => performance.mark("left"), { once: true, capture: true });
    });
  await page.locator("tbody a.name").first().click();
  await page.locator("main:not(.counters) h1").waitFor();
  return page.evaluate(
    () => performance.now() - (performance.getEntriesByName("left")[0]?.startTime ?? 0),
  );
}
