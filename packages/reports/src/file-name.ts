/**
 * Names of exported files: building, content, scope, months, local time of making. Plain ASCII
 * without spaces, so that the name survives every file system, mail and spreadsheet.
 */

import type { CountersTable } from "@mega/contract";
import { addMonths, localTime, locationSlug, parseInstant } from "@mega/domain";
import { dictionaries, type Language } from "@mega/locale";

/** Channels that are named one by one; more are counted. */
const NAMED_CHANNELS_MAX = 4;

/** What a file's name says. */
export interface FileNameParts {
  readonly table: CountersTable;
  /** Every channel of the gateway is in the file. */
  readonly allChannels: boolean;
  readonly language: Language;
  readonly extension: "csv" | "json" | "xlsx" | "pdf";
}

/** "hollestraat-1_compteurs_tous_2025-06-2026-05_20260602-0805.csv". */
export function exportFileName({ table, ...parts }: FileNameParts): string {
  const { files } = dictionaries[parts.language];
  const names = [
    locationSlug(table.gateway.location),
    locationSlug(files.contentName),
    parts.allChannels ? locationSlug(files.all) : scopeOf(table),
    periodOf(table),
    localStamp(table),
  ];
  return `${names.join("_")}.${parts.extension}`;
}

function scopeOf({ rows }: CountersTable): string {
  if (rows.length > NAMED_CHANNELS_MAX) return `${rows.length}ch`;
  return rows.map(({ channelNo }) => `ch${channelNo}`).join("-") || "0ch";
}

/** One month, a run of months by its ends, or a choice of months by their number. */
function periodOf({ months }: CountersTable): string {
  const keys = months.map(({ month }) => month).sort();
  const [first = "", last = first] = [keys[0], keys.at(-1)];
  if (keys.length <= 1) return first;
  const isRun = keys.every((month, at) => month === addMonths(first, at));
  return isRun ? `${first}-${last}` : `${keys.length}m-${last}`;
}

/**
 * The name of a file that holds something else than the table:
 * "hollestraat-1_configuration_r12_20260602-0805.yaml".
 *
 * @param parts Building, content, scope; each is made plain.
 */
export function plainFileName(
  parts: readonly string[],
  { atMs, timeZone }: { readonly atMs: number; readonly timeZone: string },
  extension: string,
): string {
  return `${[...parts.map(locationSlug), stampOf(atMs, timeZone)].join("_")}.${extension}`;
}

function localStamp({ generatedAt, timeZone }: CountersTable): string {
  return stampOf(parseInstant(generatedAt) ?? 0, timeZone);
}

/** "20260602-0805", local. */
function stampOf(atMs: number, timeZone: string): string {
  const at = localTime(atMs, timeZone);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${at.year}${two(at.month)}${two(at.day)}-${two(at.hour)}${two(at.minute)}`;
}
