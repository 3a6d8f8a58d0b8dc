/** GET /configuration/print.pdf: the configuration on paper, for the cabinet. */

import { operations, type PrintQuery } from "@mega/contract";
import { cabinetPdf, plainFileName } from "@mega/reports";
import type { FastifyReply, FastifyRequest } from "fastify";
import { cabinetSheet } from "../configuration/cabinet-sheet.ts";
import { gatewayCounters } from "../counters/gateway-counters.ts";
import type { ApiContext } from "./api-context.ts";
import { asAttachment } from "./attachment.ts";

/** The handler. */
export function configurationPrint(context: ApiContext) {
  const { installation, network, desk, clock } = context;
  const counters = gatewayCounters(context);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<Buffer> => {
    const { language = installation.language } = request.query as PrintQuery;
    const { revision } = desk.current();
    const parts = {
      installation,
      table: await counters.table(),
      network: await network.state(),
      revision,
      url: context.pagesUrl(),
    };
    const bytes = await cabinetPdf(cabinetSheet(parts, language), language);
    const name = plainFileName(
      [installation.location, "configuration", `r${revision}`],
      { atMs: clock.nowMs(), timeZone: installation.timeZone },
      "pdf",
    );
    asAttachment(reply, name, operations.printConfiguration.mediaType);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
}
