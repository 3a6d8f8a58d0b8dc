/** From what nmcli prints about devices and profiles to the interfaces of the contract. Pure. */

import type { NetworkInterface } from "@mega/contract";
import { first, type Properties } from "./nmcli-text.ts";

/** Interfaces shown at most. */
export const INTERFACES_MAX = 16;

/** A device that can be shown, with its profile where one is in use. */
export interface Device {
  readonly name: string;
  readonly kind: "lan" | "wifi";
  readonly activeUuid: string | null;
  /** NetworkManager's number: 10 unmanaged, 20 unavailable, 30 disconnected, 100 activated. */
  readonly stateNo: number;
  readonly carrier: boolean;
  readonly properties: Properties;
}

const kindOfType: Readonly<Record<string, Device["kind"]>> = { ethernet: "lan", wifi: "wifi" };

/** The devices that are cables or radios, in the order of their names. */
export function devicesOf(blocks: readonly Properties[]): Device[] {
  const devices = blocks.flatMap((properties) => {
    const name = first(properties, "GENERAL.DEVICE");
    const kind = kindOfType[first(properties, "GENERAL.TYPE") ?? ""];
    if (name === null || kind === undefined) return [];
    const stateNo = Number.parseInt(first(properties, "GENERAL.STATE") ?? "0", 10);
    return [
      {
        name,
        kind,
        stateNo: Number.isNaN(stateNo) ? 0 : stateNo,
        activeUuid: first(properties, "GENERAL.CON-UUID"),
        carrier: first(properties, "WIRED-PROPERTIES.CARRIER") === "on",
        properties,
      },
    ];
  });
  return devices.sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, INTERFACES_MAX);
}

/** How strong the radio is heard. */
export interface Signal {
  readonly dbm: number | null;
  readonly percent: number | null;
}

/** What is shown of a device. */
export function interfaceOf(
  device: Device,
  profile: Properties | null,
  { wifiOn, signal }: { readonly wifiOn: boolean; readonly signal: Signal },
): NetworkInterface {
  const { properties, kind } = device;
  const off = kind === "wifi" && !wifiOn;
  const [address = null, prefix = null] = first(properties, "IP4.ADDRESS")?.split("/") ?? [];
  const radio = off || kind === "lan" ? { dbm: null, percent: null } : signal;
  return {
    name: device.name,
    kind,
    managed: device.stateNo !== 10,
    mac: first(properties, "GENERAL.HWADDR")?.toLowerCase() ?? null,
    state: off ? "off" : stateOf(device),
    mode: modeOf(device, profile, off),
    address,
    prefix: prefix === null ? null : Number(prefix),
    gateway: first(properties, "IP4.GATEWAY"),
    dns: [...(properties.get("IP4.DNS") ?? [])].slice(0, 8),
    ssid: profile === null ? null : first(profile, "802-11-wireless.ssid"),
    keySet: profile !== null && first(profile, "802-11-wireless-security.key-mgmt") !== null,
    rssiDbm: radio.dbm,
    signalPercent: radio.percent,
  };
}

function stateOf({ kind, stateNo, carrier }: Device): NetworkInterface["state"] {
  if (kind === "lan" && !carrier) return "no-link";
  if (stateNo === 100) return "connected";
  if (stateNo >= 40 && stateNo < 100) return "connecting";
  if (stateNo === 120) return "failed";
  return "no-link";
}

function modeOf(
  { stateNo }: Device,
  profile: Properties | null,
  off: boolean,
): NetworkInterface["mode"] {
  if (off) return "off";
  if (stateNo === 10 || profile === null) return "unknown";
  const method = first(profile, "ipv4.method");
  if (method === "auto") return "dhcp";
  return method === "manual" ? "static" : "unknown";
}
