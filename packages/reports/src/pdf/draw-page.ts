/** A page on paper: head, months, blocks, legend. */

import type { Page, PlacedBlock } from "./layout.ts";
import type { LeadHeads } from "./lead-columns.ts";
import { LINE, PAGE } from "./page.ts";
import { ink, type Pen, penOf } from "./pen.ts";

/** What every page repeats. */
export interface PageTexts {
  readonly title: string;
  /** Gateway, period, time of making. */
  readonly facts: string;
  /** Set when the figures are invented. */
  readonly warning: string | null;
  readonly pageNo: string;
  readonly heads: LeadHeads;
  /** Of every month of the table. */
  readonly monthHeads: readonly string[];
  readonly legend: string;
}

const TITLE_TYPE = 12;
/** Wider than a space, so that a letter is not taken for a part of the figure. */
const SIGN_GAP = 2.5;
const HEAD_TOP = 58;
const HEAD_BOTTOM = 79;
const FOOT_TOP = PAGE.height - 34;

/** Draws on the document's newest page. */
export function drawPage(doc: PDFKit.PDFDocument, page: Page, texts: PageTexts): void {
  const pen = penOf(doc);
  drawHead(pen, texts);
  drawColumnHeads(pen, page, texts);
  for (const placed of page.blocks) drawBlock(pen, placed, page);
  pen.rule(FOOT_TOP - 4, PAGE.margin, PAGE.width - PAGE.margin);
  pen.left(texts.legend, PAGE.margin, FOOT_TOP, { color: ink.quiet });
}

function drawHead(pen: Pen, texts: PageTexts): void {
  const right = PAGE.width - PAGE.margin;
  pen.left(texts.title, PAGE.margin, PAGE.margin - 4, { face: "bold", size: TITLE_TYPE });
  if (texts.warning !== null) {
    const style = { face: "bold", size: TITLE_TYPE, color: ink.warning } as const;
    pen.right(texts.warning, right, PAGE.margin - 4, style);
  }
  pen.left(texts.facts, PAGE.margin, PAGE.margin + 13, { color: ink.quiet });
  pen.right(texts.pageNo, right, PAGE.margin + 13, { color: ink.quiet });
}

function drawColumnHeads(pen: Pen, { geometry, monthNos }: Page, texts: PageTexts): void {
  const bold = { face: "bold" } as const;
  pen.left(texts.heads.channel, geometry.channelLeft, HEAD_TOP, bold);
  pen.left(texts.heads.name, geometry.nameLeft, HEAD_TOP, bold);
  for (const [at, head] of texts.heads.times.entries()) {
    pen.left(head, geometry.timesLeft, HEAD_TOP + at * LINE, bold);
  }
  pen.left(texts.heads.line, geometry.labelLeft, HEAD_TOP, bold);
  for (const [at, monthNo] of monthNos.entries()) {
    const right = geometry.monthRights[at] ?? 0;
    pen.right(texts.monthHeads[monthNo] ?? "", right, HEAD_TOP, bold);
  }
  pen.rule(HEAD_BOTTOM, PAGE.margin, geometry.right);
}

function drawBlock(pen: Pen, placed: PlacedBlock, { geometry, monthNos }: Page): void {
  const { block, nameLines, top, bottom } = placed;
  const face = block.kind === "total" ? "bold" : "regular";
  const lineTop = (at: number) => top + at * LINE + 1;
  pen.left(block.channel, geometry.channelLeft, lineTop(0), { face: "bold" });
  for (const [at, text] of nameLines.entries()) {
    pen.left(text, geometry.nameLeft, lineTop(at), { face: "bold" });
  }
  for (const [at, text] of block.notes.entries()) {
    pen.left(text, geometry.nameLeft, lineTop(nameLines.length + at), { color: ink.quiet });
  }
  for (const [at, text] of block.times.entries()) {
    pen.left(text, geometry.timesLeft, lineTop(at), { color: ink.quiet });
  }
  for (const [at, { label, figures }] of block.lines.entries()) {
    pen.left(label, geometry.labelLeft, lineTop(at), { face, color: ink.quiet });
    for (const [place, monthNo] of monthNos.entries()) {
      const figure = figures[monthNo];
      const right = geometry.monthRights[place] ?? 0;
      if (figure === undefined) continue;
      pen.right(figure.text, right, lineTop(at), { face });
      if (figure.sign !== "") {
        pen.left(figure.sign, right + SIGN_GAP, lineTop(at), { face: "bold" });
      }
    }
  }
  pen.rule(bottom - 1, PAGE.margin, geometry.right);
}
