/** GET /configuration/print.pdf: the configuration on paper, for the cabinet. */

import { operations, type PrintQuery } from "@mega/contract";
import { cabinetPdf, plainFileName } from "@mega/reports";
import type { FastifyReply, FastifyRequest } from "fastify";
import { cabinetSheet } from "../configuration/cabinet-sheet.ts";
import { Counters } from "../counters/counters.ts";
import { ownNames } from "../front-door/own-names.ts";
import type { ApiContext } from "./api-context.ts";
import { asAttachment } from "./attachment.ts";

/** The handler. */
export function configurationPrint(context: ApiContext) {
  const { installation, network, desk, clock, loopbackOnly } = context;
  const counters = new Counters(context);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<Buffer> => {
    const { language = installation.language } = request.query as PrintQuery;
    const { revision } = desk.current();
    const parts = {
      installation,
      table: await counters.table(),
      network: await network.state(),
      revision,
      url: pagesUrl(installation.web.port, loopbackOnly),
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

/** By an address of this machine that others can reach; by itself where it lets in nobody else. */
function pagesUrl(port: number, loopbackOnly: boolean): string | null {
  const isIpv4 = (name: string) => /^\d{1,3}(\.\d{1,3}){3}$/.test(name);
  const host = loopbackOnly
    ? "127.0.0.1"
    : ownNames().find((name) => isIpv4(name) && !name.startsWith("127."));
  return host === undefined ? null : `https://${host}:${port}/`;
}
