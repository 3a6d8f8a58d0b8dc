/**
 * What a person types into the fields of one interface, and the change it comes to. The leaflet's
 * words are taken: `0.0.0.0` means DHCP, `OFF` means that Wi-Fi is off, and an address with a prefix
 * behind a slash fills the mask. Pure.
 */

import {
  DNS_MAX,
  inOneNetwork,
  isHostAddress,
  isUnicast,
  maskOfPrefix,
  type NetworkChange,
  type NetworkInterface,
  PREFIX_MAX,
  PREFIX_MIN,
  prefixOfMask,
} from "@mega/contract";

/** The fields of one interface, as texts. */
export interface NetworkDraft {
  readonly on: boolean;
  readonly dhcp: boolean;
  readonly address: string;
  readonly mask: string;
  readonly gateway: string;
  readonly dns: string;
  readonly ssid: string;
  /** "" keeps the key there is. */
  readonly key: string;
  /** A network without a key. */
  readonly open: boolean;
}

/** Fields that a draft may have wrong; the words are keys of `network.faults`. */
export type NetworkFaults = Partial<
  Record<"address" | "mask" | "gateway" | "dns" | "ssid" | "key", NetworkFault>
>;
type NetworkFault = "address" | "mask" | "gateway" | "dns" | "ssid" | "key" | "keyNeeded";

/** What a draft comes to. */
export type DraftOutcome =
  | { readonly kind: "same" }
  | { readonly kind: "faults"; readonly faults: NetworkFaults }
  | { readonly kind: "change"; readonly change: NetworkChange };

/** The fields as the interface is now. */
export function draftOf(shown: NetworkInterface): NetworkDraft {
  const fixed = shown.mode === "static";
  return {
    on: shown.mode !== "off",
    dhcp: !fixed,
    address: shown.address ?? "",
    mask: shown.prefix === null ? "" : maskOfPrefix(shown.prefix),
    gateway: shown.gateway ?? "",
    dns: fixed ? shown.dns.join(", ") : "",
    ssid: shown.ssid ?? "",
    key: "",
    open: shown.ssid !== null && !shown.keySet,
  };
}

/** The draft after a text was typed into the address field. */
export function withAddress(
  draft: NetworkDraft,
  text: string,
  shown: NetworkInterface,
): NetworkDraft {
  const typed = text.trim();
  if (shown.kind === "wifi" && /^off$/i.test(typed)) return { ...draft, on: false };
  if (typed === "0.0.0.0") return { ...withDhcp(draft, true, shown), on: true };
  const [address = "", prefix] = typed.split("/");
  const bits = prefix === undefined || !/^\d{1,2}$/.test(prefix) ? null : Number(prefix);
  const base = typed === "" ? draft : withDhcp(draft, false, shown);
  const fixed = { ...base, on: true, address };
  if (bits === null || bits > 32) return { ...fixed, address: typed };
  return { ...fixed, mask: maskOfPrefix(bits) };
}

/** The draft with DHCP on or off; a fixed address begins with the name servers of the lease. */
export function withDhcp(
  draft: NetworkDraft,
  dhcp: boolean,
  shown: NetworkInterface,
): NetworkDraft {
  if (dhcp === draft.dhcp) return draft;
  return { ...draft, dhcp, dns: dhcp ? "" : shown.dns.slice(0, DNS_MAX).join(", ") };
}

/** What the draft asks for. */
export function outcomeOf(draft: NetworkDraft, shown: NetworkInterface): DraftOutcome {
  if (JSON.stringify(draft) === JSON.stringify(draftOf(shown))) return { kind: "same" };
  if (shown.kind === "wifi" && !draft.on) return { kind: "change", change: { mode: "off" } };
  const dns = draft.dns.split(/[\s,;]+/).filter((server) => server !== "");
  const faults = {
    ...(draft.dhcp ? {} : addressFaults(draft)),
    ...(dns.length <= DNS_MAX && dns.every(isUnicast) ? {} : { dns: "dns" as const }),
    ...(shown.kind === "wifi" ? wifiFaults(draft, shown) : {}),
  } satisfies NetworkFaults;
  if (Object.keys(faults).length > 0) return { kind: "faults", faults };
  const wifi = shown.kind === "wifi" ? wifiOf(draft, shown) : {};
  if (draft.dhcp) return { kind: "change", change: { mode: "dhcp", dns, ...wifi } };
  const { address, mask } = draft;
  const gateway = draft.gateway.trim() === "" ? null : draft.gateway.trim();
  const change: NetworkChange = { mode: "static", address, mask, gateway, dns, ...wifi };
  return { kind: "change", change };
}

function addressFaults({ address, mask, gateway }: NetworkDraft): NetworkFaults {
  const prefix = prefixOfMask(mask);
  if (prefix === null || prefix < PREFIX_MIN || prefix > PREFIX_MAX) return { mask: "mask" };
  if (!isHostAddress(address, prefix)) return { address: "address" };
  const way = gateway.trim();
  const reachable =
    way === "" ||
    (isHostAddress(way, prefix) && way !== address && inOneNetwork(way, address, prefix));
  return reachable ? {} : { gateway: "gateway" };
}

/** Printable ASCII, 8 to 63 of them, none blank at the ends. */
const KEY = /^[!-~][ -~]{6,61}[!-~]$/;

function wifiFaults({ ssid, key, open }: NetworkDraft, shown: NetworkInterface): NetworkFaults {
  const bytes = new TextEncoder().encode(ssid).length;
  if (bytes < 1 || bytes > 32) return { ssid: "ssid" };
  if (open) return {};
  if (key !== "") return KEY.test(key) ? {} : { key: "key" };
  return ssid === shown.ssid && shown.keySet ? {} : { key: "keyNeeded" };
}

function wifiOf(
  { ssid, key, open }: NetworkDraft,
  shown: NetworkInterface,
): Pick<NetworkChange, "ssid" | "key"> {
  if (open) return { ssid, ...(shown.keySet || ssid !== shown.ssid ? { key: null } : {}) };
  return key === "" ? { ssid } : { ssid, key };
}
