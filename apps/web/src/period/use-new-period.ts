/** What the dialog of a new period holds: the draft, who comes next, and how the request stands. */

import { useState } from "preact/hooks";
import { previewPeriod } from "../api/client.ts";
import { usePasswordBeside } from "../login/password-beside.tsx";
import { nowAt } from "../state/readings.ts";
import { language, timeZone } from "../state/session.ts";
import { useOutlook } from "../state/use-outlook.ts";
import { localDay } from "../time/zone.ts";
import { type Draft, type Effective, effectiveOf, requestOf } from "./draft.ts";
import { isNextComplete, type NextDraft, nextRequest } from "./next-draft.ts";
import { useStart } from "./use-start.ts";
import { useTenants } from "./use-tenants.ts";

/** The state of the dialog; `onDone` shuts it. */
export function useNewPeriod(channelNo: number, onDone: () => void) {
  const today = nowAt.value === null ? "" : localDay(nowAt.value, timeZone.value);
  const [draft, setDraft] = useState<Draft>({
    start: "now",
    date: today,
    time: "00:00",
    index: "read",
    typed: {},
    confirm: "",
  });
  const nobody = { who: "none", name: "", email: "", language: language.value } as const;
  const [next, setNext] = useState<NextDraft>(nobody);
  const tenants = useTenants();
  const { busy, refused, begun, invited, start, forget } = useStart(channelNo, onDone);
  // Period and stay are two changes, and each wants the password: it is typed here once for both.
  const beside = usePasswordBeside(true);
  const effective = effectiveOf(draft, timeZone.value);
  const { preview, failure } = useOutlook(previewPeriod, channelNo, startAsked(effective));
  const wanted = requestOf(draft, effective, channelNo, preview, language.value);
  const hasNext = next.who !== "none";
  const ready = wanted !== null && isNextComplete(next) && (!hasNext || beside.ready);
  return {
    ...{ draft, next, tenants, effective, preview, failure, beside, hasNext },
    ...{ ready, busy, refused, forget, begun, invited },
    change: (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })),
    changeNext: (part: Partial<NextDraft>) => setNext((before) => ({ ...before, ...part })),
    send() {
      if (wanted === null || !ready) return;
      void start({
        wanted,
        next: (startedAt) => nextRequest(next, tenants ?? [], channelNo, startedAt),
        confirming: hasNext ? beside.confirming : { always: true },
      });
    },
  };
}

/** What the gateway is asked about: what would end now, or at an instant. */
function startAsked(effective: Effective): { readonly effectiveAt?: string } | null {
  if (effective.kind === "none") return null;
  return effective.kind === "at" ? { effectiveAt: effective.at } : {};
}
