/** What a person has filled in for a new period, and the request it makes once it is complete. */

import type { NewPeriodRequest, PeriodPreview } from "@mega/contract";
import { type Language, parseTypedDecimal } from "@mega/locale";
import { dayParts, instantsOf } from "../time/zone.ts";

/** The fields of the dialog. */
export interface Draft {
  readonly start: "now" | "past";
  /** "2026-05-28", as a date field gives it. */
  readonly date: string;
  /** "18:10". */
  readonly time: string;
  readonly index: "read" | "interpolated" | "person";
  /** Typed index by counter number. */
  readonly typed: Readonly<Record<string, string>>;
  readonly confirm: string;
}

/** When the period starts: at once, at an instant, or a local time that does not exist. */
export type Effective =
  | { readonly kind: "now" }
  | { readonly kind: "at"; readonly at: string; readonly doubled: boolean }
  | { readonly kind: "none" };

/** The start of the draft; of a doubled hour the first one. */
export function effectiveOf(
  draft: Pick<Draft, "start" | "date" | "time">,
  timeZone: string,
): Effective {
  if (draft.start === "now") return { kind: "now" };
  const parts = /^\d{4}-\d{2}-\d{2}$/.test(draft.date) ? dayParts(draft.date) : undefined;
  const time = /^(\d{2}):(\d{2})/.exec(draft.time);
  if (parts === undefined || time === null) return { kind: "none" };
  const [year, month, day] = parts;
  const local = { year, month, day, hour: Number(time[1]), minute: Number(time[2]) };
  const [first, second] = instantsOf(local, timeZone);
  if (first === undefined) return { kind: "none" };
  return { kind: "at", at: new Date(first).toISOString(), doubled: second !== undefined };
}

/** The request of a complete draft; null while something is missing. */
export function requestOf(
  draft: Draft,
  effective: Effective,
  channelNo: number,
  preview: PeriodPreview | null,
  language: Language,
): NewPeriodRequest | null {
  if (preview === null || effective.kind === "none") return null;
  if (draft.confirm.trim() !== String(channelNo)) return null;
  const effectiveAt = effective.kind === "at" ? effective.at : null;
  const index = indexOf(draft, effective, preview, language);
  return index === null ? null : { effectiveAt, index, confirmChannelNo: channelNo };
}

function indexOf(
  draft: Draft,
  effective: Effective,
  preview: PeriodPreview,
  language: Language,
): NewPeriodRequest["index"] | null {
  if (draft.index === "read") {
    return effective.kind === "now" && preview.canRead ? { kind: "read" } : null;
  }
  if (draft.index === "interpolated") {
    return effective.kind === "at" ? { kind: "interpolated" } : null;
  }
  const values = preview.counters.flatMap(({ counterNo }) => {
    const index = parseTypedDecimal(draft.typed[String(counterNo)] ?? "", language);
    return index === undefined ? [] : [{ counterNo, index }];
  });
  const complete = values.length > 0 && values.length === preview.counters.length;
  return complete ? { kind: "person", values } : null;
}
