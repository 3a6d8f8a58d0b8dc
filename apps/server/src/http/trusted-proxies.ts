/** The proxies whose word about the sender's address is taken: named one by one, never "all". Pure. */

import { isIP } from "node:net";
import { MegaError } from "@mega/domain";

const PROXIES_MAX = 32;
/** Nets shorter than this are whole providers, and more likely a slip. */
const BITS_MIN = { ipv4: 8, ipv6: 16 } as const;

/** A net in its parts; an address is the net of itself. */
export interface NetParts {
  readonly address: string;
  readonly bits: number;
  readonly family: "ipv4" | "ipv6";
}

/**
 * Reads "10.0.0.7, 192.168.3.0/24".
 *
 * @throws MegaError REQUEST_INVALID that names the one that is none
 */
export function readTrustedProxies(text: string): readonly string[] {
  const named = text.split(",").map((one) => one.trim());
  const wrong = named.find((one) => !isNet(one));
  if (wrong !== undefined) throw refused(`"${wrong}"`);
  if (named.length > PROXIES_MAX) throw refused(`${named.length} addresses`);
  return named;
}

/** Whether it is an address or a net. */
export function isNet(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  if (bits === undefined) return true;
  const [least, most] = version === 4 ? [BITS_MIN.ipv4, 32] : [BITS_MIN.ipv6, 128];
  return /^\d{1,3}$/.test(bits) && Number(bits) >= least && Number(bits) <= most;
}

/** The parts of what `isNet` took. */
export function netParts(text: string): NetParts {
  const [address = "", bits] = text.split("/");
  const family = isIP(address) === 4 ? "ipv4" : "ipv6";
  return { address, bits: Number(bits ?? (family === "ipv4" ? 32 : 128)), family };
}

function refused(found: string): MegaError {
  const allowed = `up to ${PROXIES_MAX} addresses or nets, such as 10.0.0.7,192.168.3.0/24`;
  return new MegaError("REQUEST_INVALID", `--trusted-proxy is ${found}; allowed: ${allowed}`, {
    context: { field: "--trusted-proxy", value: found, allowed },
  });
}
