/** The operations of figures: the table, bars and files of a gateway, as whoever asks may see them. */

import type { CountersQuery, CsvQuery, DocumentQuery, SeriesQuery } from "@mega/contract";
import { portalOperations } from "@mega/contract";
import { askedColumns, channelDetail } from "@mega/figures";
import { asAttachment } from "@mega/http";
import { csvOf, exportFileName, exportJson, pdfOf, xlsxOf } from "@mega/reports";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { ServerContext } from "../context.ts";
import { keptFigures } from "../figures/kept-figures.ts";
import { doingOf } from "./portal-request.ts";
import { type SeenGateway, seenGateway } from "./seen-gateway.ts";

const documents = {
  xlsx: { mediaType: portalOperations.gatewayXlsx.mediaType, render: xlsxOf },
  pdf: { mediaType: portalOperations.gatewayPdf.mediaType, render: pdfOf },
} as const;

/** The handlers of figures. */
export function figuresHandlers(parts: Pick<ServerContext, "clock" | "database" | "dataFolder">) {
  const { clock, database } = parts;
  const draw = keptFigures(parts);
  const seenBy = (request: FastifyRequest): Promise<SeenGateway> => {
    const { gatewayId } = request.params as { readonly gatewayId: number };
    return seenGateway(database, draw, doingOf(request, clock.nowMs()), gatewayId);
  };
  const document =
    (extension: keyof typeof documents) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<Buffer> => {
      const drawn = await seenBy(request);
      const query = request.query as DocumentQuery;
      const file = await asked(drawn, query);
      const { language = file.language } = query;
      const { mediaType, render } = documents[extension];
      const bytes = await render(file.table, { language, columns: askedColumns(query.columns) });
      asAttachment(reply, exportFileName({ ...file, language, extension }), mediaType);
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    };
  return {
    gatewayCounters: async (request: FastifyRequest) =>
      (await asked(await seenBy(request), request.query as CountersQuery)).table,
    async gatewayChannel(request: FastifyRequest) {
      const { channelNo } = request.params as { readonly channelNo: number };
      const { figures, seen } = await seenBy(request);
      return channelDetail(figures.ground, seen, channelNo);
    },
    async gatewaySeries(request: FastifyRequest) {
      const { channelNo } = request.params as { readonly channelNo: number };
      const { figures, seen } = await seenBy(request);
      return figures.series(seen, channelNo, request.query as SeriesQuery);
    },
    async gatewayJson(request: FastifyRequest, reply: FastifyReply) {
      const file = await asked(await seenBy(request), request.query as CountersQuery);
      const fileName = exportFileName({ ...file, extension: "json" });
      asAttachment(reply, fileName, "application/json; charset=utf-8");
      return exportJson(file.table);
    },
    async gatewayCsv(request: FastifyRequest, reply: FastifyReply) {
      const query = request.query as CsvQuery;
      const file = await asked(await seenBy(request), query);
      const { dialect = "rfc4180", shape = "long", language = file.language } = query;
      const fileName = exportFileName({ ...file, language, extension: "csv" });
      asAttachment(reply, fileName, "text/csv; charset=utf-8; header=present");
      return csvOf(file.table, { dialect, shape, language, columns: askedColumns(query.columns) });
    },
    gatewayXlsx: document("xlsx"),
    gatewayPdf: document("pdf"),
  };
}

/** The part of the table that is asked for, and what the name of its file says. */
async function asked({ figures, seen }: SeenGateway, query: CountersQuery) {
  const part = seen.part(query);
  const { language } = figures.ground.installation;
  return { table: await seen.table(part), allChannels: part.channels === undefined, language };
}
