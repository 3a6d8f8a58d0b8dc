/**
 * Where everything stands: how many months fit beside one another, which blocks come on which
 * page. Pure; lengths are points, 1/72 inch, from the top left of the page.
 */

import type { Block } from "./block.ts";
import { brokenName } from "./broken-name.ts";
import { type LeadColumns, type LeadHeads, leadColumns } from "./lead-columns.ts";
import { LINE, type Measure, PAGE } from "./page.ts";

/** Room for the letter right of a figure. */
const SIGN_WIDTH = 8.5;

const BODY_TOP = 82;
const BODY_BOTTOM = PAGE.height - 42;
const BLOCK_GAP = 4;
const MONTH_GAP = 3;
const MONTH_WIDTH_MAX = 100;

/** A block on a page. */
export interface PlacedBlock {
  readonly block: Block;
  readonly nameLines: readonly string[];
  readonly top: number;
  readonly bottom: number;
}

/** The leading columns and the months'. */
interface Geometry extends LeadColumns {
  /** Right edges of the figures. */
  readonly monthRights: readonly number[];
  /** Right end of the table. */
  readonly right: number;
}

/** A page: some blocks over a run of months. */
export interface Page {
  /** Places of the page's months in the table. */
  readonly monthNos: readonly number[];
  readonly geometry: Geometry;
  readonly blocks: readonly PlacedBlock[];
}

/** The pages: all blocks over the first months, then over the next ones where not all fit. */
export function layOut(
  blocks: readonly Block[],
  heads: LeadHeads & { readonly months: readonly string[] },
  measure: Measure,
): readonly Page[] {
  const leads = leadColumns(blocks, heads, measure);
  const figureWidth = Math.max(
    ...heads.months.map((month) => measure(month, "bold") - SIGN_WIDTH + MONTH_GAP),
    ...blocks.flatMap(({ kind, lines }) =>
      lines.flatMap(({ figures }) =>
        figures.map(({ text }) => measure(text, kind === "total" ? "bold" : "regular")),
      ),
    ),
    0,
  );
  const room = PAGE.width - PAGE.margin - leads.monthsLeft;
  const needed = figureWidth + SIGN_WIDTH + MONTH_GAP;
  const runs = monthRuns(heads.months.length, room, needed);
  return runs.flatMap((monthNos) => {
    const width = Math.min(MONTH_WIDTH_MAX, Math.max(needed, room / monthNos.length));
    const right = leads.monthsLeft + width * monthNos.length;
    const geometry = {
      ...leads,
      monthRights: monthNos.map((_, at) => leads.monthsLeft + width * (at + 1) - SIGN_WIDTH),
      right,
    };
    return pagesOf(blocks, leads.nameWidth, measure).map((placed) => ({
      monthNos,
      geometry,
      blocks: placed,
    }));
  });
}

/** As few runs as possible, of equal length: twelve, or twice six, or three times four. */
function monthRuns(count: number, room: number, needed: number): readonly (readonly number[])[] {
  const fit = Math.max(1, Math.floor(room / needed));
  const runs = Math.ceil(count / fit);
  const length = Math.ceil(count / Math.max(1, runs));
  return Array.from({ length: runs }, (_, run) =>
    Array.from(
      { length: Math.min(length, count - run * length) },
      (_item, at) => run * length + at,
    ),
  );
}

/** Blocks from top to bottom; one that does not fit begins the next page. */
function pagesOf(
  blocks: readonly Block[],
  nameWidth: number,
  measure: Measure,
): readonly (readonly PlacedBlock[])[] {
  const pages: PlacedBlock[][] = [[]];
  let top = BODY_TOP;
  for (const block of blocks) {
    const nameLines = brokenName(block.name, nameWidth, (text) => measure(text, "bold"));
    const lines = Math.max(
      block.lines.length,
      nameLines.length + block.notes.length,
      block.times.length,
    );
    const height = lines * LINE + BLOCK_GAP;
    if (top + height > BODY_BOTTOM) {
      pages.push([]);
      top = BODY_TOP;
    }
    pages.at(-1)?.push({ block, nameLines, top, bottom: top + height });
    top += height;
  }
  return pages;
}
