/**
 * From the gateway's pointers to the fields of the page. The gateway names places by order
 * ("/meters/3/address") or by name ("/meters[id=lift]/profile"); the page shows a meter at the first
 * channel that uses it. Pure.
 */

import type { GatewayConfig } from "@mega/contract";
import { type RowField, rowFields, rowKey } from "./row-fields.ts";

/** A fault that the gateway named. */
export interface GatewayFault {
  readonly pointer: string;
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const meterFields: Readonly<Record<string, RowField>> = {
  "mqtt/broker": "broker",
  "mqtt/mac": "mac",
  "mqtt/deviceChannel": "deviceChannel",
  "mqtt/token": "token",
  "mqtt/topic": "topic",
  "mqtt/pointer": "pointer",
  "mqtt/unit": "payloadUnit",
  "mqtt/decimals": "decimals",
  "manual/unit": "displayUnit",
  "manual/decimals": "decimals",
  "manual/rolloverAt": "rolloverAt",
  mqtt: "mac",
  id: "sharing",
};

/** The faults by the key of the field at which each is shown. */
export function faultsByField(
  draft: GatewayConfig,
  faults: readonly GatewayFault[],
): ReadonlyMap<string, readonly GatewayFault[]> {
  const byField = new Map<string, GatewayFault[]>();
  for (const fault of faults) {
    const key = fieldOf(draft, fault.pointer);
    byField.set(key, [...(byField.get(key) ?? []), fault]);
  }
  return byField;
}

/** The key of the field that a pointer means; general settings are known by the pointer itself. */
export function fieldOf(draft: GatewayConfig, pointer: string): string {
  const row = /^\/channels(?:\/(\d+)|\[no=(\d+)\])(?:\/(.*))?$/.exec(pointer);
  if (row !== null) {
    const channelNo = row[2] === undefined ? draft.channels?.[Number(row[1])]?.no : Number(row[2]);
    return channelNo === undefined ? pointer : rowKey(channelNo, channelField(row[3] ?? ""));
  }
  const place = /^\/meters(?:\/(\d+)|\[id=([^\]]+)\])(?:\/(.*))?$/.exec(pointer);
  if (place === null) return pointer;
  const meterId = place[2] ?? draft.meters?.[Number(place[1])]?.id;
  const channel = draft.channels?.find((one) => one.meter === meterId);
  return channel === undefined ? pointer : rowKey(channel.no, meterField(place[3] ?? ""));
}

function channelField(rest: string): RowField {
  const name = rest.split("/")[0] ?? "";
  if (name === "meter") return "sharing";
  return rowFields.find((field) => field === name) ?? "name";
}

function meterField(rest: string): RowField {
  const known = meterFields[rest] ?? meterFields[rest.split("/")[0] ?? ""];
  const name = rest.split("/")[0];
  return rowFields.find((field) => field === name) ?? known ?? "profile";
}
