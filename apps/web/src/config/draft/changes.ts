/** What differs between the stored configuration and the draft, as the save bar lists it. Pure. */

import type { GatewayConfig } from "@mega/contract";
import { rowsOf } from "./document.ts";
import { type RowField, rowFields, rowValues } from "./row-fields.ts";

/** One thing that was changed. */
export type Change =
  | { readonly kind: "row"; readonly channelNo: number; readonly fields: readonly RowField[] }
  | { readonly kind: "general"; readonly pointer: string };

const DIFFERENCES_MAX = 200;

/** Every change: general settings by pointer, then channels with their fields. */
export function changesBetween(saved: GatewayConfig, draft: GatewayConfig): readonly Change[] {
  if (saved === draft) return [];
  const { channels: _c1, meters: _m1, ...general } = saved;
  const { channels: _c2, meters: _m2, ...generalNow } = draft;
  const pointers = differing(general, generalNow, "").slice(0, DIFFERENCES_MAX);
  const before = new Map(rowsOf(saved).map((row) => [row.channelNo, row]));
  const rows = rowsOf(draft).flatMap((row): Change[] => {
    const old = before.get(row.channelNo);
    if (old?.channel === row.channel && old.meter === row.meter) return [];
    const was = old === undefined ? undefined : rowValues(old);
    const now = rowValues(row);
    const fields = rowFields.filter((field) => now[field] !== was?.[field]);
    return fields.length === 0 ? [] : [{ kind: "row", channelNo: row.channelNo, fields }];
  });
  return [...pointers.map((pointer): Change => ({ kind: "general", pointer })), ...rows];
}

/** How many single things the changes are. */
export function changeCount(changes: readonly Change[]): number {
  return changes.reduce(
    (sum, change) => sum + (change.kind === "row" ? change.fields.length : 1),
    0,
  );
}

/** Pointers of values that differ; an absent group counts as an empty one. */
function differing(before: unknown, now: unknown, pointer: string): string[] {
  if (before === now) return [];
  if (isGroup(before) || isGroup(now)) {
    const left = isGroup(before) ? before : {};
    const right = isGroup(now) ? now : {};
    // A switch that stands for a whole group ({} or absent) differs although no key in it does.
    const appeared = (before === undefined) !== (now === undefined);
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
    const inside = keys.flatMap((key) => differing(left[key], right[key], `${pointer}/${key}`));
    return inside.length === 0 && appeared ? [pointer] : inside;
  }
  if (Array.isArray(before) || Array.isArray(now)) {
    const left: readonly unknown[] = Array.isArray(before) ? before : [];
    const right: readonly unknown[] = Array.isArray(now) ? now : [];
    const length = Math.max(left.length, right.length);
    return Array.from({ length }, (_, index) => index).flatMap((index) => {
      const one = `${pointer}/${index}`;
      const whole = left[index] === undefined || right[index] === undefined;
      return whole ? [one] : differing(left[index], right[index], one);
    });
  }
  return [pointer];
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
