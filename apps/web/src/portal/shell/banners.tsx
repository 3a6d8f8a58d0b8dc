/** What stands above every page: no connection, the end of the session, a failure; the live region. */

import { formatDateTime, formatTime } from "@mega/locale";
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { announcement, language, online, words } from "../../state/session.ts";
import { nowMs } from "../state/now.ts";
import { oldestShownMs, tryAgain } from "../state/own-answers.ts";
import { loadSession, session, sessionEndMs } from "../state/session.ts";
import { shellWords } from "../state/words.ts";

/** Why something that was asked for did not happen; null when it was read. */
export const failure = signal<string | null>(null);

/** The person's own clock: the end of a session and the age of what is kept concern him, not a building. */
const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
/** Time enough to press a button (WCAG 2.2.1 asks for 20 s at least). */
const WARN_MS = 2 * 60_000;
const LOOK_AGAIN_MS = 5_000;

/** The banners. */
export function Banners() {
  const { shell } = words.value;
  return (
    <aside class="banners" aria-label={shell.notices}>
      <OfflineBanner />
      <EndBanner />
      {failure.value === null ? null : (
        <p class="banner banner--bad" role="alert">
          <span>{failure.value}</span>
          <button
            type="button"
            class="btn"
            onClick={() => {
              failure.value = null;
            }}
          >
            {shell.close}
          </button>
        </p>
      )}
    </aside>
  );
}

function OfflineBanner() {
  if (online.value) return null;
  const { shell } = words.value;
  const atMs = oldestShownMs.value;
  const time = atMs === null ? null : formatDateTime(atMs, OWN_ZONE, language.value);
  return (
    <p class="banner banner--warn" role="status">
      <span>{time === null ? shell.offlineEmpty : shellWords.value.keptAt(time)}</span>
      <button type="button" class="btn" onClick={tryAgain}>
        {shell.retry}
      </button>
    </p>
  );
}

/** Says that the session ends soon, and sees to it that nothing is left on the page when it has. */
function EndBanner() {
  const [leftMs, setLeft] = useState<number | null>(null);
  const isOpen = session.value?.stage === "full";
  useEffect(() => {
    if (!isOpen) return undefined;
    const look = () => {
      const endMs = sessionEndMs();
      const left = endMs === null ? null : endMs - nowMs();
      setLeft(left);
      if (left !== null && left < 0) void loadSession();
    };
    look();
    const timer = setInterval(look, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isOpen]);
  const endMs = sessionEndMs();
  if (!isOpen || leftMs === null || endMs === null || leftMs < 0 || leftMs > WARN_MS) return null;
  const { access } = words.value;
  return (
    <p class="banner banner--warn" role="alert">
      <span>{access.endsAt(formatTime(endMs, OWN_ZONE))}</span>
      <button type="button" class="btn" onClick={() => void loadSession()}>
        {access.stay}
      </button>
    </p>
  );
}

/** What assistive technology is told politely. */
export function LiveRegion() {
  return (
    <div class="vh" role="status">
      {announcement.value}
    </div>
  );
}
