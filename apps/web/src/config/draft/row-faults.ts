/**
 * What is missing or in the way in the rows themselves: seen at once, without asking the gateway, so
 * that a row says what it still needs while it is being filled in. Pure.
 */

import type { ProfileInfo } from "@mega/contract";
import type { DraftRow } from "./document.ts";
import { KIND_OPEN } from "./place-found.ts";
import { type RowField, rowKey } from "./row-fields.ts";
import type { RuleCode } from "./rules.ts";

/** Faults of all rows by the key of their field. */
export function rowFaults(
  rows: readonly DraftRow[],
  profileOf: (profileId: string) => ProfileInfo | undefined,
): ReadonlyMap<string, RuleCode> {
  const faults = new Map<string, RuleCode>();
  const names = new Map<string, number>();
  const places = new Map<string, string>();
  for (const row of rows) {
    const add = (field: RowField, code: RuleCode) => faults.set(rowKey(row.channelNo, field), code);
    const name = row.channel?.name.trim().toLowerCase();
    if (name !== undefined) {
      if (names.has(name)) add("name", "name-twice");
      names.set(name, row.channelNo);
    }
    const { meter } = row;
    if (meter === null || row.sharedWith.some((other) => other < row.channelNo)) continue;
    const profile = profileOf(meter.profile);
    for (const [field, code] of placeFaults(row, profile)) add(field, code);
    if (meter.bus !== undefined && meter.address !== undefined) {
      const place = `${meter.bus} ${meter.address}`;
      const other = places.get(place);
      if (other !== undefined && other !== meter.id) add("address", "address-taken");
      places.set(place, meter.id);
    }
  }
  return faults;
}

function placeFaults(
  { meter }: DraftRow,
  profile: ProfileInfo | undefined,
): readonly (readonly [RowField, RuleCode])[] {
  if (meter === null) return [];
  if (meter.profile === KIND_OPEN) return [["profile", "no-kind"]];
  if (meter.mqtt !== undefined) {
    const { mac, token } = meter.mqtt;
    return [
      ...(mac === "" ? [["mac", "required"] as const] : []),
      ...(token === "" ? [["token", "required"] as const] : []),
    ];
  }
  if (meter.manual !== undefined) return [];
  const kind = profile?.kind ?? (meter.p1Port === undefined ? "modbus" : "p1");
  if (kind === "p1") return meter.p1Port === undefined ? [["p1Port", "no-port"]] : [];
  return [
    ...(meter.bus === undefined ? [["bus", "no-bus"] as const] : []),
    ...(meter.address === undefined ? [["address", "required"] as const] : []),
  ];
}
