/**
 * The network of a machine without NetworkManager, as the kernel shows it: addresses from node:os,
 * the default gateway from /proc/net/route, name servers from /etc/resolv.conf. Nothing is changed.
 */

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { networkInterfaces } from "node:os";
import type { NetworkInterface } from "@mega/contract";
import { INTERFACES_MAX } from "./device-list.ts";

/** Interfaces that have an IPv4 address, loopback left out. */
export async function systemInterfaces(): Promise<readonly NetworkInterface[]> {
  const routes = gatewaysIn(await readFile("/proc/net/route", "utf8").catch(() => ""));
  const dns = nameServersIn(await readFile("/etc/resolv.conf", "utf8").catch(() => ""));
  return Object.entries(networkInterfaces())
    .flatMap(([name, addresses]) => {
      const found = addresses?.find(({ family, internal }) => family === "IPv4" && !internal);
      if (found === undefined) return [];
      const prefix = Number.parseInt(found.cidr?.split("/")[1] ?? "", 10);
      const shown: NetworkInterface = {
        name,
        kind: existsSync(`/sys/class/net/${name}/phy80211`) ? "wifi" : "lan",
        managed: false,
        mac: found.mac,
        state: "connected",
        mode: "unknown",
        address: found.address,
        prefix: Number.isNaN(prefix) ? null : prefix,
        gateway: routes.get(name) ?? null,
        dns: [...dns],
        ssid: null,
        keySet: false,
        rssiDbm: null,
        signalPercent: null,
      };
      return [shown];
    })
    .slice(0, INTERFACES_MAX);
}

/** Default gateways by interface; the file holds addresses as hexadecimal with the last byte first. */
export function gatewaysIn(text: string): ReadonlyMap<string, string> {
  const gateways = new Map<string, string>();
  for (const line of text.split("\n").slice(1)) {
    const [name = "", destination = "", gateway = ""] = line.trim().split(/\s+/);
    if (destination !== "00000000" || !/^[0-9A-F]{8}$/i.test(gateway) || gateways.has(name))
      continue;
    const bytes = (gateway.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16));
    if (bytes.some((byte) => byte > 0)) gateways.set(name, bytes.join("."));
  }
  return gateways;
}

/** IPv4 name servers of a resolv.conf. */
export function nameServersIn(text: string): readonly string[] {
  return [...text.matchAll(/^nameserver\s+((?:\d{1,3}\.){3}\d{1,3})\s*$/gm)]
    .map(([, address = ""]) => address)
    .slice(0, 8);
}
