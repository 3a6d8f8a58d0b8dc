/** Texts by one of their ends and thin lines; nothing here breaks a line or a page by itself. */

import { TYPE } from "./page.ts";

export const ink = {
  text: "#1c2733",
  quiet: "#4d5b6a",
  rule: "#b4bec8",
  warning: "#a12a00",
} as const;

/** How a text is set; regular, in the page's type and the color of text when left out. */
interface TextStyle {
  readonly face?: "regular" | "bold";
  readonly size?: number;
  readonly color?: string;
}

/** Draws on the document's newest page; lengths are points from its top left. */
export interface Pen {
  readonly left: (text: string, left: number, top: number, style: TextStyle) => void;
  readonly right: (text: string, right: number, top: number, style: TextStyle) => void;
  readonly rule: (at: number, left: number, right: number) => void;
}

/** The pen of a document. */
export function penOf(doc: PDFKit.PDFDocument): Pen {
  const set = (text: string, style: TextStyle, leftOf: (width: number) => number, top: number) => {
    if (text === "") return;
    doc
      .font(style.face ?? "regular")
      .fontSize(style.size ?? TYPE)
      .fillColor(style.color ?? ink.text);
    doc.text(text, leftOf(doc.widthOfString(text)), top, { lineBreak: false });
  };
  return {
    left: (text, left, top, style) => set(text, style, () => left, top),
    right: (text, right, top, style) => set(text, style, (width) => right - width, top),
    rule: (at, left, right) => {
      doc.moveTo(left, at).lineTo(right, at).lineWidth(0.4).strokeColor(ink.rule).stroke();
    },
  };
}
