/** Whether a request could be read by strangers on its way. Pure. */

import { BlockList, isIP } from "node:net";

/** This machine and networks that no router of the Internet carries: RFC 1918, 3927, 4193, 4291. */
const near = new BlockList();
near.addSubnet("127.0.0.0", 8, "ipv4");
near.addSubnet("10.0.0.0", 8, "ipv4");
near.addSubnet("172.16.0.0", 12, "ipv4");
near.addSubnet("192.168.0.0", 16, "ipv4");
near.addSubnet("169.254.0.0", 16, "ipv4");
near.addAddress("::1", "ipv6");
near.addSubnet("fc00::", 7, "ipv6");
near.addSubnet("fe80::", 10, "ipv6");

/**
 * Plain HTTP is taken from this machine and its own networks only.
 *
 * @param protocol As the connection has it, or a trusted proxy says
 * @param address The sender's, likewise
 */
export function isReadOnTheWay(protocol: string, address: string): boolean {
  return protocol !== "https" && !isNear(address);
}

function isNear(address: string): boolean {
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  const version = isIP(bare);
  return version !== 0 && near.check(bare, version === 4 ? "ipv4" : "ipv6");
}
