/** GET /configuration/print.pdf: the configuration on paper, for the cabinet. */

import { fieldProblem, operations, type PrintQuery } from "@mega/contract";
import { asAttachment } from "@mega/http";
import { cabinetPdf, plainFileName } from "@mega/reports";
import type { FastifyReply, FastifyRequest } from "fastify";
import { cabinetSheet } from "../configuration/cabinet-sheet.ts";
import { gatewayCounters } from "../counters/gateway-counters.ts";
import type { ApiContext } from "./api-context.ts";

/** The handler. */
export function configurationPrint(context: ApiContext) {
  const { installation, network, desk, clock } = context;
  const counters = gatewayCounters(context);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<Buffer> => {
    const { language = installation.language, sheet } = request.query as PrintQuery;
    const restoreToken = sheet === undefined ? null : freshToken(context, sheet);
    const { revision } = desk.current();
    const parts = {
      installation,
      table: await counters.table(),
      network: await network.state(),
      revision,
      url: context.pagesUrl(),
      restoreToken,
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

/** The token that was just made; a sheet without it would be taken for one with it. */
function freshToken({ restore }: ApiContext, sheet: string): string {
  const token = restore.freshTokens.find(sheet);
  if (token !== undefined) return token;
  throw fieldProblem({
    pointer: "/query/sheet",
    value: sheet,
    allowed: "a token of the last 15 minutes",
    hint: "Make another restore token and print it at once.",
  });
}
