/** Holds no more connections than the server can bear: in all, and of one address. */

import { BlockList, isIP, type Server, type Socket } from "node:net";
import { addressOf } from "@mega/access";
import { ConnectionCounts } from "@mega/http";
import { isNet, netParts } from "./trusted-proxies.ts";

/** Connections at once. A proxy brings those of many, so that only the first limit holds for it. */
const CONNECTIONS_MAX = 8192;
const PER_ADDRESS_MAX = 256;

/** How connections are limited. */
export interface ConnectionLimiting {
  readonly trustedProxies: readonly string[];
  readonly onRefused: (limit: "total" | "address") => void;
  /** Others in tests. */
  readonly limits?: { readonly total: number; readonly perAddress: number };
}

/** Closes connections that are too many, before anything is read from them. */
export function limitConnections(
  server: Server,
  { trustedProxies, onRefused, limits }: ConnectionLimiting,
): void {
  const { total, perAddress } = limits ?? { total: CONNECTIONS_MAX, perAddress: PER_ADDRESS_MAX };
  const all = new ConnectionCounts({ total, perAddress: total });
  const single = new ConnectionCounts({ total, perAddress });
  const proxies = listOf(trustedProxies);
  server.on("connection", (socket: Socket) => {
    const address = socket.remoteAddress ?? "";
    const release = all.take("");
    if (release === undefined) return refuse(socket, "total");
    socket.once("close", release);
    if (isIn(proxies, address)) return;
    const releaseSingle = single.take(addressOf(address));
    if (releaseSingle === undefined) return refuse(socket, "address");
    socket.once("close", releaseSingle);
  });

  function refuse(socket: Socket, limit: "total" | "address"): void {
    socket.destroy();
    onRefused(limit);
  }
}

function listOf(nets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const net of nets.filter(isNet)) {
    const { address, bits, family } = netParts(net);
    list.addSubnet(address, bits, family);
  }
  return list;
}

function isIn(list: BlockList, address: string): boolean {
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(bare) !== 0 && list.check(bare, isIP(bare) === 4 ? "ipv4" : "ipv6");
}
