/** What a person has typed of a meter without a bus, and what is asked of the gateway. Pure. */

import type { EnteredIndexPreview, EnteredIndexQuery, EnteredIndexRequest } from "@mega/contract";
import { formatTime, type Language, parseTypedDecimal } from "@mega/locale";
import { effectiveOf } from "../period/draft.ts";
import { localDay } from "../time/zone.ts";

/** The form as typed. */
export interface EnteredDraft {
  /** "2026-05-31", local. */
  readonly date: string;
  /** "18:05", local. */
  readonly time: string;
  /** As typed, by counter. */
  readonly indexes: Readonly<Record<string, string>>;
  readonly note: string;
  readonly confirmed: boolean;
}

/** Before the gateway has said what it knows. */
export const emptyDraft: EnteredDraft = {
  date: "",
  time: "",
  indexes: {},
  note: "",
  confirmed: false,
};

/** Date and time of an instant in the building's zone. */
export function timeFields(instant: string, timeZone: string): Pick<EnteredDraft, "date" | "time"> {
  return { date: localDay(instant, timeZone), time: formatTime(instant, timeZone) };
}

type Asked = Pick<EnteredIndexRequest, "takenAt" | "counters">;

/** The instant; the suggested one to the millisecond while its fields were not changed. */
function takenAtOf(draft: EnteredDraft, known: EnteredIndexPreview, zone: string): string | null {
  const { date, time } = timeFields(known.suggestedAt, zone);
  if (draft.date === date && draft.time === time) return known.suggestedAt;
  const start = effectiveOf({ start: "past", date: draft.date, time: draft.time }, zone);
  return start.kind === "at" ? start.at : null;
}

/** Time and indexes; null while one is missing or not understood. */
export function askedOf(
  draft: EnteredDraft,
  known: EnteredIndexPreview,
  timeZone: string,
  language: Language,
): Asked | null {
  const takenAt = takenAtOf(draft, known, timeZone);
  const counters = known.counters.flatMap(({ counterId }) => {
    const index = parseTypedDecimal(draft.indexes[counterId] ?? "", language);
    return index === undefined ? [] : [{ counterId, index }];
  });
  if (takenAt === null || counters.length < known.counters.length) return null;
  return { takenAt, counters };
}

/** The same as parameters of a preview. */
export function previewQuery({ takenAt, counters }: Asked): EnteredIndexQuery {
  const indexes = counters.map(({ counterId, index }) => `${counterId}:${index}`).join(",");
  return { at: takenAt, indexes };
}
