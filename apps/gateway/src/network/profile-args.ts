/** The words of a profile in nmcli's language. Pure. */

import type { PlannedChange } from "./network-backend.ts";

/** What the names of the gateway's own profiles of an interface begin with. */
export function ownPrefix(interfaceName: string): string {
  return `mega-${interfaceName}-`;
}

/** The name of a profile made at an instant. */
export function ownName(interfaceName: string, nowMs: number): string {
  return `${ownPrefix(interfaceName)}${nowMs}`;
}

/**
 * Properties that give a profile its addresses. It is not used by itself yet; once it is, it comes
 * before profiles of others and is tried for ever, so that a cable may come at any time.
 */
export function addressArgs({ interfaceName, ip, dns }: PlannedChange): string[] {
  const own = [
    ...["connection.interface-name", interfaceName],
    ...["connection.autoconnect", "no"],
    ...["connection.autoconnect-priority", "10"],
    ...["connection.autoconnect-retries", "0"],
    ...["ipv4.dns", dns.join(",")],
    ...["ipv4.ignore-auto-dns", dns.length > 0 ? "yes" : "no"],
  ];
  // The gateway goes before the addresses and comes after them: it is refused without them.
  if (ip.kind === "dhcp")
    return [...own, "ipv4.gateway", "", "ipv4.addresses", "", "ipv4.method", "auto"];
  return [
    ...own,
    ...["ipv4.method", "manual"],
    ...["ipv4.addresses", `${ip.address}/${ip.prefix}`],
    ...["ipv4.gateway", ip.gateway ?? ""],
  ];
}

/** Lines for the editor that set a key, or none; a key has no line breaks by its rule. */
export function securityLines(key: NonNullable<PlannedChange["wifi"]>["key"]): string[] {
  switch (key.kind) {
    case "kept":
      return [];
    case "open":
      return ["remove wifi-sec"];
    case "typed":
      return ["set wifi-sec.key-mgmt wpa-psk", `set wifi-sec.psk ${key.value}`];
  }
}
