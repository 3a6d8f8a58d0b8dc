/**
 * Figures of a gateway at the server: the table, bars and files, drawn by the code that the gateway draws
 * them with. A tenant gets his channels, from the begin to the end of his stays; an address is the same
 * for him and for his manager.
 */

import { ChannelDetail, Series } from "../channel-detail.ts";
import { CountersTable } from "../counters-table.ts";
import { ExportV1 } from "../export-v1.ts";
import type { Operation } from "../operation.ts";
import { CountersQuery, CsvQuery, DocumentQuery, SeriesQuery } from "../queries.ts";
import { ChannelNo, strict } from "../scalars.ts";
import { GatewayId, GatewayPath } from "./parts.ts";

const ChannelOfGatewayPath = strict(
  { gatewayId: GatewayId, channelNo: ChannelNo },
  "Which channel of which gateway.",
);

/** The operations by name. */
export const portalFigures = {
  gatewayCounters: {
    method: "GET",
    path: "/gateways/:gatewayId/counters",
    summary: "The COUNTERS table of a gateway.",
    status: 200,
    params: GatewayPath,
    query: CountersQuery,
    answer: CountersTable,
  },
  gatewayChannel: {
    method: "GET",
    path: "/gateways/:gatewayId/channels/:channelNo",
    summary: "One channel closely: its meter, its counting periods, its exchanges.",
    status: 200,
    params: ChannelOfGatewayPath,
    answer: ChannelDetail,
  },
  gatewaySeries: {
    method: "GET",
    path: "/gateways/:gatewayId/channels/:channelNo/series",
    summary: "Consumption of a channel by hour, day or month.",
    status: 200,
    params: ChannelOfGatewayPath,
    query: SeriesQuery,
    answer: Series,
  },
  gatewayJson: {
    method: "GET",
    path: "/gateways/:gatewayId/export.json",
    summary: "The table for programs.",
    status: 200,
    params: GatewayPath,
    query: CountersQuery,
    answer: ExportV1,
  },
  gatewayCsv: {
    method: "GET",
    path: "/gateways/:gatewayId/export.csv",
    summary: "The table for spreadsheets and programs.",
    status: 200,
    params: GatewayPath,
    query: CsvQuery,
    mediaType: "text/csv",
  },
  gatewayXlsx: {
    method: "GET",
    path: "/gateways/:gatewayId/export.xlsx",
    summary: "The table as an Excel workbook.",
    status: 200,
    params: GatewayPath,
    query: DocumentQuery,
    mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  },
  gatewayPdf: {
    method: "GET",
    path: "/gateways/:gatewayId/export.pdf",
    summary: "The table as a PDF.",
    status: 200,
    params: GatewayPath,
    query: DocumentQuery,
    mediaType: "application/pdf",
  },
} as const satisfies Readonly<Record<string, Operation>>;
