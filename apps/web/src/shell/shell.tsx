/** The frame of every page: head, banners, live region. */

import {
  formatCount,
  formatDateTime,
  formatTime,
  type Language,
  languageNames,
  languages,
} from "@mega/locale";
import { inside } from "../state/address.ts";
import { failure, nowAt, refresh, table } from "../state/readings.ts";
import {
  announcement,
  chooseLanguage,
  gateway,
  language,
  nextTheme,
  online,
  theme,
  timeZone,
  words,
} from "../state/session.ts";
import { HalfDisc, Logo } from "./icons.tsx";
import { useNarrow } from "./narrow.ts";

/** Model, building, pages, clock, language and theme. */
export function Head({ page }: { readonly page: "counters" | "channel" }) {
  const { shell } = words.value;
  const narrow = useNarrow();
  const info = gateway.value;
  const themeName = { auto: shell.themeAuto, light: shell.themeLight, dark: shell.themeDark };
  return (
    <header class="top">
      <a class="brand" href={inside("/")} data-inside>
        <Logo />
        <b>
          MEGA<span>{info?.model.slice(4)}</span>
        </b>
      </a>
      <div class="where">
        <b>{info?.location}</b>
        <span>{info === null ? "" : `:${info.mac.slice(-8)}`}</span>
      </div>
      <nav class="nav" aria-label={shell.pages}>
        <a
          href={inside("/")}
          data-inside
          {...(page === "counters" ? { "aria-current": "page" } : {})}
        >
          {shell.counters}
        </a>
      </nav>
      <div class="end">
        {nowAt.value === null ? null : (
          <span class="clock">{formatDateTime(nowAt.value, timeZone.value, language.value)}</span>
        )}
        <select
          class="select"
          aria-label={shell.language}
          value={language.value}
          onChange={(event) => chooseLanguage(event.currentTarget.value as Language)}
        >
          {languages.map((code) => (
            <option key={code} value={code} lang={code}>
              {narrow ? code.toUpperCase() : languageNames[code]}
            </option>
          ))}
        </select>
        <button
          type="button"
          class="btn btn--quiet btn--icon"
          aria-label={shell.themeButton(themeName[theme.value])}
          onClick={nextTheme}
        >
          <HalfDisc />
        </button>
      </div>
    </header>
  );
}

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
