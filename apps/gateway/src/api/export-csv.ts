/** GET /export.csv: the table as a file for spreadsheets and programs. */

import type { CsvQuery } from "@mega/contract";
import { askedColumns, type SeenFigures } from "@mega/figures";
import { asAttachment } from "@mega/http";
import { csvOf, exportFileName } from "@mega/reports";
import type { FastifyReply } from "fastify";
import type { ApiContext } from "./api-context.ts";

/** The text of the file; its name goes into the heads of the answer. */
export async function exportCsvFile(
  context: ApiContext,
  seen: SeenFigures,
  query: CsvQuery,
  reply: FastifyReply,
): Promise<string> {
  const { installation } = context;
  const { dialect = "rfc4180", shape = "long", language = installation.language } = query;
  const part = seen.part(query);
  const table = await seen.table(part);
  const allChannels = part.channels === undefined;
  const fileName = exportFileName({ table, allChannels, language, extension: "csv" });
  asAttachment(reply, fileName, "text/csv; charset=utf-8; header=present");
  return csvOf(table, { dialect, shape, language, columns: askedColumns(query.columns) });
}
