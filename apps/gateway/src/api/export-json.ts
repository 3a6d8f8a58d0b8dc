/** GET /export.json: the table as a file for programs. */

import type { CountersQuery, ExportV1 } from "@mega/contract";
import type { SeenFigures } from "@mega/figures";
import { asAttachment } from "@mega/http";
import { exportFileName, exportJson } from "@mega/reports";
import type { FastifyReply } from "fastify";
import type { ApiContext } from "./api-context.ts";

/** The content of the file; its name goes into the heads of the answer. */
export async function exportJsonFile(
  context: ApiContext,
  seen: SeenFigures,
  query: CountersQuery,
  reply: FastifyReply,
): Promise<ExportV1> {
  const { installation } = context;
  const part = seen.part(query);
  const table = await seen.table(part);
  const fileName = exportFileName({
    table,
    allChannels: part.channels === undefined,
    language: installation.language,
    extension: "json",
  });
  asAttachment(reply, fileName, "application/json; charset=utf-8");
  return exportJson(table);
}
