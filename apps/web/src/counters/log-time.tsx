/** When a channel was read last; once that is long ago, how long. */

import type { ChannelRow } from "@mega/contract";
import { formatDateTime } from "@mega/locale";
import { isTyped } from "../entered/awaiting.tsx";
import { nowAt } from "../state/readings.ts";
import { language, timeZone, words } from "../state/session.ts";
import { shortTime } from "./marks.tsx";

const HOUR_MS = 3_600_000;
const LATE_AFTER_MS = 2 * HOUR_MS;
const SILENT_AFTER_MS = 24 * HOUR_MS;

/** The time of the latest reading; late and silent ones as an age, on paper always the time. */
export function LogTime({ row }: { readonly row: ChannelRow }) {
  if (row.logTime === null) return <span title={words.value.states.channel.never}>—</span>;
  const ageMs = Date.parse(nowAt.value ?? row.logTime) - Date.parse(row.logTime);
  const time = shortTime(row.logTime, language.value, timeZone.value);
  const inTime = isTyped(row) ? row.state === "ok" : ageMs < LATE_AFTER_MS;
  if (inTime) return <span>{time}</span>;
  const shape = ageMs < SILENT_AFTER_MS ? "st st--warn" : "st st--bad";
  return (
    <>
      <span
        class={`${shape} no-print`}
        title={formatDateTime(row.logTime, timeZone.value, language.value)}
      >
        {ageText(ageMs)}
      </span>
      <span class="print-only">{time}</span>
    </>
  );
}

function ageText(ageMs: number): string {
  const { age, hours, days } = words.value.states;
  const wholeHours = Math.floor(ageMs / HOUR_MS);
  if (ageMs < 2 * SILENT_AFTER_MS) return age(hours(String(wholeHours)));
  return age(days(String(Math.floor(wholeHours / 24))));
}
