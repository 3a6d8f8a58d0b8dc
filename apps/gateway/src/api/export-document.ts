/** GET /export.xlsx and GET /export.pdf: the table as a document for people. */

import { type DocumentQuery, operations } from "@mega/contract";
import { askedColumns, type SeenFigures } from "@mega/figures";
import { asAttachment } from "@mega/http";
import { exportFileName, pdfOf, xlsxOf } from "@mega/reports";
import type { FastifyReply } from "fastify";
import type { ApiContext } from "./api-context.ts";

const formats = {
  xlsx: { mediaType: operations.exportXlsx.mediaType, render: xlsxOf },
  pdf: { mediaType: operations.exportPdf.mediaType, render: pdfOf },
} as const;

/** What a document is made from. */
export interface DocumentParts {
  readonly context: ApiContext;
  readonly seen: SeenFigures;
  readonly query: DocumentQuery;
}

/** The bytes of the file; its name goes into the heads of the answer. */
export async function exportDocument(
  extension: keyof typeof formats,
  { context, seen, query }: DocumentParts,
  reply: FastifyReply,
): Promise<Buffer> {
  const { installation } = context;
  const { language = installation.language } = query;
  const { mediaType, render } = formats[extension];
  const part = seen.part(query);
  const table = await seen.table(part);
  const bytes = await render(table, { language, columns: askedColumns(query.columns) });
  const allChannels = part.channels === undefined;
  asAttachment(reply, exportFileName({ table, allChannels, language, extension }), mediaType);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
