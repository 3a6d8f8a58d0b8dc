/** The table of channels: columns of the paper's width, texts broken where they are longer. */

import type { Dictionary } from "@mega/locale";
import { LINE, TYPE } from "../pdf/page.ts";
import { ink, type Pen } from "../pdf/pen.ts";
import type { Piece } from "./flow.ts";
import type { SheetChannel } from "./sheet.ts";
import { wrapped } from "./wrap.ts";

interface Column {
  readonly width: number;
  readonly isFigure?: true;
  readonly cell: (channel: SheetChannel) => readonly string[];
}

const GAP = 5;
const columns: readonly Column[] = [
  { width: 27, cell: ({ channelNo }) => [`CH${channelNo}`] },
  { width: 76, cell: ({ address }) => [address] },
  { width: 78, cell: ({ type }) => [type] },
  { width: 34, cell: ({ unit }) => [unit] },
  { width: 94, cell: ({ name }) => [name] },
  { width: 60, cell: ({ serialNumber }) => [serialNumber] },
  { width: 30, cell: ({ ratio }) => [ratio] },
  { width: 76, isFigure: true, cell: ({ figures }) => figures },
  { width: 52, cell: ({ lastSeen }) => [lastSeen] },
];

/** Where the table stands and how its texts are measured. */
export interface TableFrame {
  readonly pen: Pen;
  readonly left: number;
  readonly right: number;
  readonly width: (text: string, face: "regular" | "bold") => number;
}

/** The head and a row for each channel. */
export function tablePieces(
  channels: readonly SheetChannel[],
  { cabinet, config }: Dictionary,
  frame: TableFrame,
): readonly Piece[] {
  const { fields } = config;
  const heads = [
    "CH",
    cabinet.address,
    fields.profile,
    fields.unit,
    fields.name,
    fields.serialNumber,
    cabinet.ratio,
    cabinet.figures,
    config.lastSeen,
  ];
  const head = rowPiece(
    "table-head",
    heads.map((text) => [text]),
    "bold",
    frame,
  );
  const rows = channels.map((channel) =>
    rowPiece(
      "row",
      columns.map(({ cell }) => cell(channel)),
      "regular",
      frame,
    ),
  );
  return [head, ...rows];
}

function rowPiece(
  kind: "table-head" | "row",
  cells: readonly (readonly string[])[],
  face: "regular" | "bold",
  { pen, left, right, width }: TableFrame,
): Piece {
  const lines = columns.map((column, at) =>
    (cells[at] ?? []).flatMap((text) =>
      wrapped(text, column.width - GAP, (part) => width(part, face)),
    ),
  );
  const height = Math.max(1, ...lines.map((cell) => cell.length)) * LINE + 3;
  return {
    kind,
    height,
    draw(top) {
      let from = left;
      for (const [at, column] of columns.entries()) {
        for (const [lineNo, text] of (lines[at] ?? []).entries()) {
          const lineTop = top + 1 + lineNo * LINE;
          const style = { face, size: TYPE, color: ink.text };
          if (column.isFigure) pen.right(text, from + column.width - GAP, lineTop, style);
          else pen.left(text, from, lineTop, style);
        }
        from += column.width;
      }
      pen.rule(top + height - 1, left, right);
    },
  };
}
