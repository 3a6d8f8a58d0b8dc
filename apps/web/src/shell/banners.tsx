/** What stands above every page: warnings, and the live region. */

import { formatCount, formatDateTime, formatTime } from "@mega/locale";
import { account, session } from "../state/login.ts";
import { failure, refresh, table } from "../state/readings.ts";
import { announcement, gateway, language, online, timeZone, words } from "../state/session.ts";
import { SessionEnd } from "./session-end.tsx";

/** What must be known before any figure is read: demo, reach, connection, clock, a failure. */
export function Banners() {
  const { shell } = words.value;
  const info = gateway.value;
  const shown = table.value;
  const demo = info?.demo ?? shown?.gateway.demo ?? false;
  return (
    <aside class="banners" aria-label={shell.notices}>
      {demo ? (
        <p class="banner demo">
          <span>{shell.demo}</span>
        </p>
      ) : null}
      {online.value ? null : (
        <p class="banner banner--bad" role="alert">
          <span>
            {shown === null
              ? shell.offlineEmpty
              : shell.offline(formatTime(shown.generatedAt, timeZone.value))}
          </span>
          <button type="button" class="btn" onClick={() => void refresh()}>
            {shell.retry}
          </button>
        </p>
      )}
      <SessionEnd />
      <PlainBanner />
      <UniversalBanner />
      <ClockBanner />
      <StorageBanner />
      {info?.loopbackOnly === true ? (
        <p class="banner banner--info no-print">
          <span>{shell.loopback}</span>
        </p>
      ) : null}
      <FailureBanner />
    </aside>
  );
}

/** Stands as long as whoever listens can read along. */
function PlainBanner() {
  if (session.value?.transport !== "plain") return null;
  return (
    <p class="banner banner--warn no-print">
      <span>{words.value.access.plain}</span>
    </p>
  );
}

function UniversalBanner() {
  const tried = session.value?.universalPasswordTried ?? null;
  if (tried === null || account.value === null) return null;
  const time = formatDateTime(tried.lastAt, timeZone.value, language.value);
  return (
    <p class="banner banner--warn no-print">
      <span>
        {words.value.access.universalTried(formatCount(tried.count, language.value), time)}
      </span>
    </p>
  );
}

function ClockBanner() {
  const { shell } = words.value;
  const state = table.value?.clock.state ?? gateway.value?.clock.state ?? "S";
  if (state === "S") return null;
  const text = { U: shell.clockUnsynchronised, I: shell.clockHolding, R: shell.clockRepair }[state];
  return (
    <p class="banner banner--warn">
      <span>{text}</span>
    </p>
  );
}

function StorageBanner() {
  const { shell } = words.value;
  const storage = gateway.value?.storage;
  if (storage === undefined || storage.state === "ok") return null;
  return (
    <p class="banner banner--bad" role="alert">
      <span>
        {storage.state === "damaged"
          ? shell.storageDamaged
          : shell.storageFailing(formatCount(storage.unstoredRounds, language.value))}
      </span>
    </p>
  );
}

function FailureBanner() {
  const { shell } = words.value;
  const shown = failure.value;
  if (shown === null) return null;
  return (
    <div class="banner banner--bad no-print" role="alert">
      <div>
        {shell.failed} {shown.text}
        {shown.detail === "" ? null : (
          <details class="small soft">
            <summary>{words.value.problems.technical}</summary>
            <code lang="en">{shown.detail}</code>
          </details>
        )}
      </div>
      <button
        type="button"
        class="btn"
        onClick={() => {
          failure.value = null;
        }}
      >
        {shell.close}
      </button>
    </div>
  );
}

/** Says politely what happened. */
export function LiveRegion() {
  return (
    <p class="vh" role="status" aria-live="polite">
      {announcement.value}
    </p>
  );
}
