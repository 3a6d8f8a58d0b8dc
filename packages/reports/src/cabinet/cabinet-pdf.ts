/** The configuration on paper for the cabinet: A4 upright, what hangs where, and room to sign. */

import { dictionaries, type Language } from "@mega/locale";
import encodeQr from "qr";
import { closeDocument, openDocument } from "../pdf/open-document.ts";
import { TYPE } from "../pdf/page.ts";
import { ink, type Pen, penOf } from "../pdf/pen.ts";
import { pagesOf } from "./flow.ts";
import { cabinetPieces } from "./pieces.ts";
import type { CabinetSheet } from "./sheet.ts";
import type { TableFrame } from "./table.ts";

const PAGE = { width: 595.28, height: 841.89, margin: 34 } as const;
const RIGHT = PAGE.width - PAGE.margin;
const TITLE_TYPE = 14;
const QR_SIZE = 64;
/** Modules of white around the code (ISO/IEC 18004 §9.1). */
const QR_QUIET = 4;
const BODY = { top: 112, bottom: PAGE.height - 34 } as const;

/** The bytes of the .pdf file. */
export async function cabinetPdf(sheet: CabinetSheet, language: Language): Promise<Uint8Array> {
  const words = dictionaries[language];
  const title = `${words.cabinet.title} – ${sheet.location}`;
  const doc = await openDocument({
    title,
    author: `MEGA ${sheet.version}`,
    language,
    createdAtMs: sheet.madeAtMs,
    layout: "portrait",
  });
  const pen = penOf(doc);
  const frame: TableFrame = {
    pen,
    left: PAGE.margin,
    right: RIGHT,
    width: (text, face) => doc.font(face).fontSize(TYPE).widthOfString(text),
  };
  const pages = pagesOf(cabinetPieces(sheet, words, frame), BODY);
  for (const [at, placed] of pages.entries()) {
    doc.addPage();
    drawHead(doc, pen, { sheet, language, title });
    const pageNo = words.files.page(String(at + 1), String(pages.length));
    pen.right(pageNo, RIGHT, PAGE.height - 28, { color: ink.quiet });
    for (const { piece, top } of placed) piece.draw(top);
  }
  return closeDocument(doc);
}

interface HeadTexts {
  readonly sheet: CabinetSheet;
  readonly language: Language;
  readonly title: string;
}

function drawHead(doc: PDFKit.PDFDocument, pen: Pen, { sheet, language, title }: HeadTexts): void {
  const { cabinet, files } = dictionaries[language];
  const { margin } = PAGE;
  pen.left(title, margin, margin, { face: "bold", size: TITLE_TYPE });
  const facts = [
    `${sheet.model} · ${sheet.mac} · MEGA ${sheet.version}`,
    `${cabinet.revision(String(sheet.revision))} · ${files.generatedAt} ${sheet.madeAt}`,
    sheet.url ?? "",
  ];
  for (const [at, fact] of facts.entries()) {
    pen.left(fact, margin, margin + 22 + at * 12, { size: 9, color: ink.quiet });
  }
  if (sheet.demo) {
    const style = { face: "bold", size: 9, color: ink.warning } as const;
    pen.left(files.demo, margin, margin + 60, style);
  }
  if (sheet.url !== null) drawQr(doc, sheet.url, RIGHT - QR_SIZE, margin - 4);
  pen.rule(BODY.top - 4, margin, RIGHT);
}

/** Black squares on the white of the paper. */
function drawQr(doc: PDFKit.PDFDocument, text: string, left: number, top: number): void {
  const rows = encodeQr(text, "raw", { ecc: "medium", border: QR_QUIET });
  const step = QR_SIZE / rows.length;
  for (const [y, row] of rows.entries()) {
    for (const [x, dark] of row.entries()) {
      if (dark) doc.rect(left + x * step, top + y * step, step, step);
    }
  }
  doc.fillColor("#000").fill();
}
