/** What a person has filled in for a meter exchange, and the requests it makes. Pure. */

import type {
  ExchangeKind,
  ExchangePreview,
  ExchangePreviewQuery,
  ExchangeRequest,
} from "@mega/contract";
import { formatDecimal, formatTime, type Language, parseTypedDecimal } from "@mega/locale";
import { effectiveOf } from "../period/draft.ts";
import { localDay } from "../time/zone.ts";

/** The fields of the dialog; indexes as typed, by counter. */
export interface ExchangeDraft {
  readonly kind: ExchangeKind;
  /** "2026-05-28". */
  readonly date: string;
  /** "18:10". */
  readonly time: string;
  readonly serialNumber: string;
  readonly oldEnds: Readonly<Record<string, string>>;
  readonly newStarts: Readonly<Record<string, string>>;
  readonly why: string;
  readonly confirm: string;
}

/** Before the gateway has said what it knows. */
export const emptyDraft: ExchangeDraft = {
  kind: "exchanged",
  date: "",
  time: "",
  serialNumber: "",
  oldEnds: {},
  newStarts: {},
  why: "",
  confirm: "",
};

/** What the gateway knows already, filled in: time, serial number, last indexes. */
export function prefilled(
  preview: ExchangePreview,
  timeZone: string,
  language: Language,
): Partial<ExchangeDraft> {
  return {
    date: localDay(preview.suggestedAt, timeZone),
    time: formatTime(preview.suggestedAt, timeZone),
    serialNumber: preview.newSerialNumber ?? "",
    oldEnds: Object.fromEntries(
      preview.counters.map(({ counterId, latest }) => [
        counterId,
        formatDecimal(latest.index, language),
      ]),
    ),
  };
}

/** What of a request is the meter's. */
export type Asked = Pick<ExchangeRequest, "kind" | "at" | "serialNumber" | "counters">;

/** Time and indexes of a draft; null while one is missing or not understood. */
export function askedOf(
  draft: ExchangeDraft,
  preview: ExchangePreview,
  timeZone: string,
  language: Language,
): Asked | null {
  const start = effectiveOf({ start: "past", date: draft.date, time: draft.time }, timeZone);
  if (start.kind !== "at") return null;
  const { kind } = draft;
  const typed = preview.counters.flatMap(({ counterId }) => {
    const oldEnd = parseTypedDecimal(draft.oldEnds[counterId] ?? "", language);
    const newStart = parseTypedDecimal(draft.newStarts[counterId] ?? "", language);
    if (oldEnd === undefined || newStart === undefined) return [];
    return [{ counterId, oldEnd, newStart }];
  });
  const wanted = kind === "exchanged" ? preview.counters.length : 1;
  if (typed.length < wanted) return null;
  const serial = draft.serialNumber.trim();
  const serialNumber = kind === "set-back" || serial === "" ? null : serial;
  return { kind, at: start.at, serialNumber, counters: typed };
}

/** The same as parameters of a preview. */
export function previewQuery({ kind, at, serialNumber, counters }: Asked): ExchangePreviewQuery {
  const lines = counters.map((one) => `${one.counterId}:${one.oldEnd}:${one.newStart}`);
  const serial = serialNumber === null ? {} : { serialNumber };
  return { kind, at, ...serial, counters: lines.join(",") };
}
