/** Where the meter of a row is: on a bus, behind a P1 port, or an MQTT device. Pure. */

import { type Group, isGroup } from "../places.ts";
import type { RowColumn } from "./columns.ts";
import { wholeMeant } from "./row-values.ts";

/** A place as a row says it. */
export type RowPlace =
  | { readonly kind: "bus"; readonly bus: string; readonly address: number | string }
  | { readonly kind: "p1"; readonly p1Port: string }
  | { readonly kind: "mqtt"; readonly mac: string; readonly deviceChannel: number | string };

/** The channel of a device where none is named, as the schema has it. */
const DEVICE_CHANNEL = 1;

/** The place of a row; undefined where it says none. A lone bus or P1 port need not be named. */
export function meterPlace(
  cells: ReadonlyMap<RowColumn, string>,
  profile: string | undefined,
  document: Group,
): RowPlace | undefined {
  const mac = cells.get("mac") ?? "";
  if (mac !== "") {
    const deviceChannel = wholeMeant(cells.get("deviceChannel") ?? "") || DEVICE_CHANNEL;
    return { kind: "mqtt", mac, deviceChannel };
  }
  const line = cells.get("bus") ?? "";
  const address = cells.get("address") ?? "";
  const ports = idsIn(document, "p1Ports");
  const isP1 = ports.includes(line) || (line === "" && /^p1(-|$)/.test(profile ?? ""));
  if (isP1) {
    const p1Port = line === "" ? only(ports) : line;
    return p1Port === undefined ? undefined : { kind: "p1", p1Port };
  }
  if (address === "" || address === "0") return undefined;
  const bus = line === "" ? (only(idsIn(document, "buses")) ?? "") : line;
  return { kind: "bus", bus, address: wholeMeant(address) };
}

/** Whether a meter of the configuration is at the place. Behind a P1 port only its name tells. */
export function samePlace(meter: Group, place: RowPlace): boolean {
  const { mqtt } = meter;
  switch (place.kind) {
    case "bus":
      return meter["bus"] === place.bus && meter["address"] === place.address;
    case "p1":
      return false;
    case "mqtt":
      return (
        isGroup(mqtt) &&
        digits(mqtt["mac"]) === digits(place.mac) &&
        (mqtt["deviceChannel"] ?? DEVICE_CHANNEL) === place.deviceChannel
      );
  }
}

function digits(mac: unknown): string {
  return String(mac)
    .replace(/[^0-9a-fA-F]/g, "")
    .toLowerCase();
}

function idsIn(document: Group, key: string): readonly string[] {
  const list = document[key];
  if (!Array.isArray(list)) return [];
  return list.filter(isGroup).map((entry) => String(entry["id"]));
}

function only(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}
