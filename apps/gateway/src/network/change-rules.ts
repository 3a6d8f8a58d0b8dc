/** Which changes of the network are taken. Pure; every refusal names its field. */

import {
  fieldProblem,
  inOneNetwork,
  ipv4Number,
  isHostAddress,
  isUnicast,
  type NetworkChange,
  type NetworkInterface,
  PREFIX_MAX,
  PREFIX_MIN,
  prefixOfMask,
} from "@mega/contract";
import type { PlannedChange } from "./network-backend.ts";

/** What a request comes to. */
export type ChangePlan =
  | { readonly kind: "off" }
  | { readonly kind: "profile"; readonly change: PlannedChange };

/**
 * The plan of a request for an interface; `all` are the interfaces of the box.
 *
 * @throws MegaError REQUEST_INVALID, CONFLICT where Wi-Fi is the only way in.
 */
export function planChange(
  asked: NetworkChange,
  target: NetworkInterface,
  all: readonly NetworkInterface[],
): ChangePlan {
  if (asked.mode === "off") return planOff(target, all);
  const change: PlannedChange = {
    interfaceName: target.name,
    kind: target.kind,
    ip: asked.mode === "dhcp" ? { kind: "dhcp" } : staticOf(asked, target, all),
    dns: dnsOf(asked),
    wifi: target.kind === "wifi" ? wifiOf(asked, target) : null,
  };
  return { kind: "profile", change };
}

function planOff(target: NetworkInterface, all: readonly NetworkInterface[]): ChangePlan {
  if (target.kind !== "wifi") {
    throw fieldProblem({ pointer: "/mode", value: "off", allowed: "dhcp or static for a cable" });
  }
  const other = all.some(({ name, address }) => name !== target.name && address !== null);
  if (!other) {
    throw fieldProblem({
      pointer: "/mode",
      value: "off",
      allowed: "off once another interface has an address: nobody could reach the gateway",
      error: "CONFLICT",
    });
  }
  return { kind: "off" };
}

function staticOf(
  asked: NetworkChange,
  target: NetworkInterface,
  all: readonly NetworkInterface[],
): Extract<PlannedChange["ip"], { kind: "static" }> {
  const prefix = prefixOf(asked);
  const { address, gateway = null } = asked;
  if (address === undefined || !isHostAddress(address, prefix)) {
    throw fieldProblem({
      pointer: "/address",
      value: address,
      allowed: `a host's address in a network of ${prefix} bits, such as 192.168.0.20`,
      code: address === undefined ? "required" : "not-allowed",
    });
  }
  const twin = all.find((other) => other.name !== target.name && other.address === address);
  if (twin !== undefined) {
    throw fieldProblem({
      pointer: "/address",
      value: address,
      allowed: `not that of ${twin.name}`,
    });
  }
  const reachable =
    gateway === null ||
    (isHostAddress(gateway, prefix) &&
      gateway !== address &&
      inOneNetwork(gateway, address, prefix));
  if (!reachable) {
    throw fieldProblem({
      pointer: "/gateway",
      value: gateway,
      allowed: `another host's address in the network of ${address}/${prefix}, or null`,
    });
  }
  return { kind: "static", address, prefix, gateway };
}

function prefixOf({ prefix, mask }: NetworkChange): number {
  const found = prefix ?? (mask === undefined ? undefined : prefixOfMask(mask));
  if (found === undefined) {
    throw fieldProblem({
      pointer: "/prefix",
      value: undefined,
      allowed: `${PREFIX_MIN} to ${PREFIX_MAX} bits, or a mask`,
      code: "required",
    });
  }
  const pair = prefix === undefined || mask === undefined || prefixOfMask(mask) === prefix;
  if (found === null || found < PREFIX_MIN || found > PREFIX_MAX || !pair) {
    throw fieldProblem({
      pointer: "/mask",
      value: mask,
      allowed: `a mask of ${PREFIX_MIN} to ${PREFIX_MAX} bits, such as 255.255.255.0`,
    });
  }
  return found;
}

function dnsOf({ dns = [] }: NetworkChange): readonly string[] {
  const wrong = dns.findIndex((server) => ipv4Number(server) === null || !isUnicast(server));
  if (wrong !== -1) {
    throw fieldProblem({
      pointer: `/dns/${wrong}`,
      value: dns[wrong],
      allowed: "the address of a name server, such as 8.8.8.8",
    });
  }
  return dns;
}

function wifiOf(asked: NetworkChange, target: NetworkInterface): PlannedChange["wifi"] {
  const ssid = asked.ssid ?? target.ssid;
  // 32 bytes by IEEE 802.11; control characters would be lines of their own to the editor.
  if (ssid === null || Buffer.byteLength(ssid) > 32 || /\p{Cc}/u.test(ssid)) {
    throw fieldProblem({
      pointer: "/ssid",
      value: ssid,
      allowed: "1 to 32 bytes without control characters",
      code: ssid === null ? "required" : "not-allowed",
    });
  }
  return { ssid, key: keyOf(asked.key, ssid, target) };
}

/** Printable ASCII, 8 to 63 of them (WPA2, IEEE 802.11 annex J); the editor drops outer blanks. */
const KEY = /^[!-~][ -~]{6,61}[!-~]$/;

function keyOf(key: NetworkChange["key"], ssid: string, target: NetworkInterface) {
  if (key === null) return { kind: "open" } as const;
  if (key === undefined) {
    if (ssid === target.ssid) return { kind: "kept" } as const;
    throw fieldProblem({
      pointer: "/key",
      value: undefined,
      allowed: "the key of the new network, or null for an open one",
      code: "required",
    });
  }
  if (KEY.test(key)) return { kind: "typed", value: key } as const;
  throw fieldProblem({
    pointer: "/key",
    // The key is a secret: no answer and no log repeats it.
    value: `${key.length} characters`,
    allowed: "8 to 63 printable ASCII characters without blanks at its ends",
  });
}
