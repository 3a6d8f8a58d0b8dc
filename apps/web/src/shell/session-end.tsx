/** Says two minutes before that the session ends, and lets its person stay (WCAG 2.2.1). */

import { formatTime } from "@mega/locale";
import { useEffect, useState } from "preact/hooks";
import { gatewayNowMs } from "../api/request.ts";
import { isSessionOld, loadSession, session } from "../state/login.ts";
import { announce, timeZone, words } from "../state/session.ts";

const WARN_BEFORE_MS = 120_000;
/** So long after the end the gateway is asked, so that it surely has come there too. */
const AFTER_MS = 1_000;
/** Longest wait that a timer of the browser holds. */
const TIMER_MAX_MS = 2_147_483_647;

/** The warning; nothing while there is time, or no session. */
export function SessionEnd() {
  const endsAt = session.value?.endsAt ?? null;
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (endsAt === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = (ms: number) => {
      timer = setTimeout(look, Math.min(Math.max(ms, 0), TIMER_MAX_MS));
    };
    const look = () => {
      const leftMs = Date.parse(endsAt) - (gatewayNowMs() ?? Date.parse(endsAt));
      if (leftMs > WARN_BEFORE_MS) return wait(leftMs - WARN_BEFORE_MS);
      // Other requests moved the end: the gateway is asked where it is. To be asked moves it as
      // well, so nothing is asked where nobody did anything.
      if (leftMs <= 0 || isSessionOld()) return void loadSession();
      setNear(true);
      wait(leftMs + AFTER_MS);
    };
    setNear(false);
    look();
    return () => clearTimeout(timer);
  }, [endsAt]);
  if (endsAt === null || !isNear) return null;
  const { access } = words.value;
  return (
    <p class="banner banner--warn no-print" role="alert">
      <span>{access.endsAt(formatTime(endsAt, timeZone.value))}</span>
      <button
        type="button"
        class="btn"
        onClick={() => void loadSession().then((stays) => stays && announce(access.stayed))}
      >
        {access.stay}
      </button>
    </p>
  );
}
