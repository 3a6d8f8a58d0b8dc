/** Says two minutes before that the session ends, and lets its person stay (WCAG 2.2.1). */

import { formatTime } from "@mega/locale";
import { useEffect, useState } from "preact/hooks";
import { gatewayNowMs } from "../api/request.ts";
import { loadSession, session, stay } from "../state/login.ts";
import { announce, timeZone, words } from "../state/session.ts";

const WARN_BEFORE_MS = 120_000;
/** Longest wait that a timer of the browser holds. */
const TIMER_MAX_MS = 2_147_483_647;

/** The warning; nothing while there is time, or no session. */
export function SessionEnd() {
  const endsAt = session.value?.endsAt ?? null;
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (endsAt === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const leftMs = Date.parse(endsAt) - (gatewayNowMs() ?? Date.parse(endsAt));
      setNear(leftMs <= WARN_BEFORE_MS);
      // Another request may have moved the end: the gateway is asked before anything is said.
      if (leftMs <= 0) void loadSession();
      else {
        const nextMs = leftMs > WARN_BEFORE_MS ? leftMs - WARN_BEFORE_MS : leftMs;
        timer = setTimeout(() => void loadSession().then(look), Math.min(nextMs, TIMER_MAX_MS));
      }
    };
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
        onClick={() => void stay().then((stays) => stays && announce(access.stayed))}
      >
        {access.stay}
      </button>
    </p>
  );
}
