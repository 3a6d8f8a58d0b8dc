/**
 * Starting the period, then the stay of the next tenant: once at a time, said when done, and kept
 * open with the reason when refused. A period that has begun is not begun again by a second try.
 */

import type { InvitedAccount, NewPeriodAnswer, NewPeriodRequest } from "@mega/contract";
import { formatCount, formatDateTime } from "@mega/locale";
import { useState } from "preact/hooks";
import { changeAccount, invite } from "../api/access.ts";
import { startPeriod } from "../api/client.ts";
import { allWords } from "../state/all-words.ts";
import { type Confirming, confirmed } from "../state/confirmation.ts";
import { refresh } from "../state/readings.ts";
import { announce, failureText, language, timeZone } from "../state/session.ts";
import type { NextRequest } from "./next-draft.ts";

/** What is to be done; `next` says what the next tenant needs from an instant on. */
export interface Start {
  readonly wanted: NewPeriodRequest;
  readonly next: (startedAt: string) => NextRequest | null;
  readonly confirming: Confirming;
}

/** What the dialog knows of its request; `forget` drops a refusal once something was changed. */
export function useStart(channelNo: number, onDone: () => void) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const [begun, setBegun] = useState<NewPeriodAnswer | null>(null);
  const [invited, setInvited] = useState<InvitedAccount | null>(null);
  const start = async ({ wanted, next, confirming }: Start) => {
    setBusy(true);
    let answer = begun;
    try {
      if (answer === null) {
        answer = await confirmed((word) => startPeriod(channelNo, wanted, word), confirming);
        setBegun(answer);
        sayDone(channelNo, answer);
        void refresh();
      }
      const request = next(answer.startedAt);
      const made = request === null ? null : await sent(request, confirming);
      setBusy(false);
      if (made === null) onDone();
      else setInvited(made);
    } catch (error) {
      const why = failureText(error).text;
      setRefused(answer === null ? why : `${allWords.value.period.nextFailed} ${why}`);
      setBusy(false);
    }
  };
  return { busy, refused, begun, invited, start, forget: () => setRefused(null) };
}

function sayDone(channelNo: number, answer: NewPeriodAnswer): void {
  const time = formatDateTime(answer.startedAt, timeZone.value, language.value);
  const seq = formatCount(answer.seq, language.value);
  announce(allWords.value.period.done(String(channelNo), time, seq));
}

async function sent(request: NextRequest, confirming: Confirming): Promise<InvitedAccount | null> {
  if (request.kind === "invite") {
    return confirmed((word) => invite(request.body, word), confirming);
  }
  const { accountId, body } = request;
  await confirmed((word) => changeAccount(accountId, body, word), confirming);
  return null;
}
