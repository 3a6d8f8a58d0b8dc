/** GET /export.json: the table as a file for programs. */

import type { CountersQuery, ExportV1 } from "@mega/contract";
import { exportFileName, exportJson } from "@mega/reports";
import type { FastifyReply } from "fastify";
import type { Counters } from "../counters/counters.ts";
import type { ApiContext } from "./api-context.ts";
import { asAttachment } from "./attachment.ts";
import { tablePart } from "./table-part.ts";

/** The content of the file; its name goes into the heads of the answer. */
export async function exportJsonFile(
  context: ApiContext,
  counters: Counters,
  query: CountersQuery,
  reply: FastifyReply,
): Promise<ExportV1> {
  const { installation, clock } = context;
  const part = tablePart(query, installation, clock.nowMs());
  const table = await counters.table(part);
  const fileName = exportFileName({
    table,
    allChannels: part.channels === undefined,
    language: installation.language,
    extension: "json",
  });
  asAttachment(reply, fileName, "application/json; charset=utf-8");
  return exportJson(table);
}
