/** Where a bus is, in a few characters. Pure. */

import type { BusConfig } from "@mega/contract";

/** "/dev/ttyUSB0 9600 8N1", "10.0.0.4:502". */
export function linkText({ link }: BusConfig): string {
  return link.kind === "tty"
    ? `${link.path} ${link.baud ?? 9600} ${link.format ?? "8N1"}`
    : `${link.host}:${link.port}`;
}
