/** Starting the period: once at a time, said when done, and kept open with the reason when refused. */

import type { NewPeriodRequest } from "@mega/contract";
import { formatCount, formatDateTime } from "@mega/locale";
import { useState } from "preact/hooks";
import { startPeriod } from "../api/client.ts";
import { confirmed } from "../state/confirmation.ts";
import { refresh } from "../state/readings.ts";
import { announce, failureText, language, timeZone, words } from "../state/session.ts";

/** What the dialog knows of its request; `forget` drops a refusal once something was changed. */
export function useStart(channelNo: number, onDone: () => void) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const start = async (wanted: NewPeriodRequest) => {
    setBusy(true);
    try {
      const answer = await confirmed((word) => startPeriod(channelNo, wanted, word), {
        always: true,
      });
      const { period } = words.value;
      const time = formatDateTime(answer.startedAt, timeZone.value, language.value);
      announce(period.done(String(channelNo), time, formatCount(answer.seq, language.value)));
      onDone();
      await refresh();
    } catch (error) {
      setRefused(failureText(error).text);
      setBusy(false);
    }
  };
  return { busy, refused, start, forget: () => setRefused(null) };
}
