/** Instants of buildings as short as they can be told: what was today is told by its time. */

import { formatDateTime, formatTime } from "@mega/locale";
import { gatewayNowMs } from "../../api/request.ts";
import { language } from "../../state/session.ts";
import { localDay } from "../../time/zone.ts";

/** "06:02" of today, "27/05/2026 06:02" of another day. */
export function timeText(instant: string, timeZone: string): string {
  const nowMs = gatewayNowMs() ?? Date.now();
  return localDay(instant, timeZone) === localDay(nowMs, timeZone)
    ? formatTime(instant, timeZone)
    : formatDateTime(instant, timeZone, language.value);
}

/** Where no gateway says in which zone its building is. */
export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
