/** From a configured P1 port to the link that is opened and how its bytes are read. */

import type { P1PortConfig } from "@mega/contract";
import { tcpOpener, ttyOpener } from "@mega/link";
import { lineOf } from "../bus/open-bus.ts";
import type { P1PortPlan } from "./p1-meters.ts";

/** Speed of every P1 port since DSMR 4; those before it send 9600 7E1. */
const P1_BAUD = 115_200;

/**
 * The plan of a port. A 7E1 line is opened with eight bits: the eighth is the parity, which the
 * mailbox checks, because a pseudo-terminal and many adapters know no seven-bit lines.
 */
export function p1PortPlanOf(port: P1PortConfig): P1PortPlan {
  const { id: portId, link, country } = port;
  const common = { portId, ...(country === undefined ? {} : { country }) };
  if (link.kind === "tcp") {
    return { ...common, open: tcpOpener({ host: link.host, port: link.port }) };
  }
  const sevenBits = link.format === "7E1";
  const line = lineOf(link.baud ?? (sevenBits ? 9600 : P1_BAUD), sevenBits ? "8N1" : link.format);
  return { ...common, sevenBits, open: ttyOpener({ path: link.path, line }) };
}
