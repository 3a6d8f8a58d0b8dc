/** Everything of the print but the table of channels: what is said line by line, and the box to sign. */

import type { Dictionary } from "@mega/locale";
import { ink } from "../pdf/pen.ts";
import type { Piece } from "./flow.ts";
import type { CabinetSheet, SheetLine } from "./sheet.ts";
import { type TableFrame, tablePieces } from "./table.ts";
import { wrapped } from "./wrap.ts";

const LINE_HEIGHT = 11;
const HEADING_HEIGHT = 22;
const BOX_HEIGHT = 84;
const TEXT_TYPE = 8;
/** Read from paper and typed: larger than the rest. */
const TOKEN_TYPE = 13;
const TOKEN_HEIGHT = 20;

/** The pieces in the order of the paper. */
export function cabinetPieces(
  sheet: CabinetSheet,
  words: Dictionary,
  frame: TableFrame,
): readonly Piece[] {
  const { cabinet } = words;
  const section = (title: string, texts: readonly string[]): readonly Piece[] => [
    heading(title, frame),
    ...(texts.length === 0 ? [cabinet.none] : texts).flatMap((text) => lines(text, frame)),
  ];
  const hasRs485 = sheet.lines.some(({ isRs485 }) => isRs485);
  const lineTexts = sheet.lines.map((line) => lineText(line, cabinet));
  return [
    ...section(cabinet.network, sheet.network),
    ...section(cabinet.lines, hasRs485 ? [...lineTexts, cabinet.termination] : lineTexts),
    ...section(cabinet.brokers, sheet.brokers),
    ...section(cabinet.mail, sheet.mail),
    heading(cabinet.channels, frame),
    ...tablePieces(sheet.channels, words, frame),
    ...tokenPieces(sheet, words, frame),
    signatureBox(words, frame),
  ];
}

/** What the sheet is kept for, when it carries the token; else that it may hang in the open. */
function tokenPieces(
  { restoreToken, mac }: CabinetSheet,
  { cabinet }: Dictionary,
  frame: TableFrame,
): readonly Piece[] {
  if (restoreToken === null) return lines(cabinet.noSecrets, frame);
  const { pen, left } = frame;
  return [
    heading(cabinet.restoreToken, frame),
    {
      kind: "line",
      height: TOKEN_HEIGHT,
      draw: (top) => pen.left(restoreToken, left, top + 2, { face: "bold", size: TOKEN_TYPE }),
    },
    ...lines(cabinet.restoreTokenUse(mac), frame),
  ];
}

function lineText({ name, place, meters }: SheetLine, cabinet: Dictionary["cabinet"]): string {
  return `${name} · ${place} · ${cabinet.meters(String(meters))}`;
}

function heading(title: string, { pen, left }: TableFrame): Piece {
  return {
    kind: "heading",
    height: HEADING_HEIGHT,
    draw: (top) => pen.left(title, left, top + 8, { face: "bold", size: 9.5 }),
  };
}

/** The type of the table measures; the text's is a little larger. */
function lines(text: string, { pen, left, right, width }: TableFrame): readonly Piece[] {
  const scale = TEXT_TYPE / 7;
  return wrapped(text, right - left, (part) => width(part, "regular") * scale).map((part) => ({
    kind: "line",
    height: LINE_HEIGHT,
    draw: (top) => pen.left(part, left, top + 1, { size: TEXT_TYPE }),
  }));
}

/** Who set it up and when, by hand. */
function signatureBox({ cabinet }: Dictionary, { pen, left, right }: TableFrame): Piece {
  const third = (right - left) / 3;
  return {
    kind: "box",
    height: BOX_HEIGHT,
    draw(top) {
      pen.left(cabinet.installer, left, top + 12, { face: "bold", size: 9.5 });
      const labels = [cabinet.signName, cabinet.signDate, cabinet.signature];
      for (const [at, label] of labels.entries()) {
        const from = left + at * third;
        pen.rule(top + 64, from, from + third - 14);
        pen.left(label, from, top + 67, { color: ink.quiet });
      }
    },
  };
}
