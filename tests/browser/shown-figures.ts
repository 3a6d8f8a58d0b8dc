// The figures on the COUNTERS page, as a person reads them, and those that the gateway's table asks for.

import type { CountersTable } from "@mega/contract";
import { formatDecimal, type Language } from "@mega/locale";
import type { Page } from "playwright-core";

/** Figures by channel and line: "CH3 index1" with a text for every month. */
export type Figures = Readonly<Record<string, readonly string[]>>;

const lines = ["index1", "diff1", "index2", "diff2"];

/** Reads every line of figures from the table on the page; lines without a counter are left out. */
export async function figuresOnPage(page: Page): Promise<Figures> {
  return page.evaluate((names) => {
    const found: Record<string, string[]> = {};
    for (const body of document.querySelectorAll(".ct tbody:not(.off)")) {
      const channel = body.querySelector(".chb")?.textContent ?? "";
      [...body.querySelectorAll("tr")].slice(0, names.length).forEach((line, index) => {
        const cells = [...line.querySelectorAll("td:not(.nm, .lt)")];
        const texts = cells.map((cell) => cell.firstChild?.nodeValue ?? "");
        if (texts.some((text) => text !== "")) found[`${channel} ${names[index]}`] = texts;
      });
    }
    return found;
  }, lines);
}

/** What the page has to show. */
export function figuresOfTable(table: CountersTable, language: Language): Figures {
  const found: Record<string, readonly string[]> = {};
  for (const { channelNo, counters } of table.rows) {
    for (const { counterNo, cells } of counters) {
      const write = (texts: readonly (string | null)[]) =>
        texts.map((text) => formatDecimal(text, language));
      found[`CH${channelNo} index${counterNo}`] = write(cells.map(({ index }) => index));
      found[`CH${channelNo} diff${counterNo}`] = write(cells.map(({ consumption }) => consumption));
    }
  }
  return found;
}
