/** The home page: how the gateway is, the choices, the table. */

import type { CountersTable as Table, TotalRow } from "@mega/contract";
import { formatDateTime } from "@mega/locale";
import { useEffect, useState } from "preact/hooks";
import { fetchTable } from "../api/client.ts";
import { setParams } from "../state/address.ts";
import { readAll, refresh, round, table, tableFailure } from "../state/readings.ts";
import { gateway, language, timeZone, words } from "../state/session.ts";
import { visibleRows } from "../table/table-view.ts";
import { ChannelCards } from "./channel-cards.tsx";
import { choices } from "./choices.ts";
import { CountersTable } from "./counters-table.tsx";
import { Legend } from "./marks.tsx";
import { RoundPanel } from "./round-panel.tsx";
import { Summary } from "./summary.tsx";
import { Toolbar } from "./toolbar.tsx";

/** The COUNTERS page. */
export function CountersPage() {
  const { counters } = words.value;
  const shown = table.value;
  const running = round.value !== null && round.value.endedAt === null;
  return (
    <main id="main" class="counters" tabIndex={-1}>
      <div class="title">
        <div>
          <h1>{counters.title}</h1>
          <p>{subtitle(shown)}</p>
        </div>
        <button
          type="button"
          class="btn btn--main no-print"
          aria-disabled={running}
          onClick={() => void readAll()}
        >
          {counters.readAll}
        </button>
      </div>
      {shown === null ? <Waiting /> : <Filled shown={shown} />}
    </main>
  );
}

function subtitle(shown: Table | null): string {
  const { counters, shell } = words.value;
  const info = shown?.gateway ?? gateway.value;
  if (info === null || info === undefined) return counters.consumption;
  const time =
    shown === null ? "" : formatDateTime(shown.generatedAt, timeZone.value, language.value);
  const demo = info.demo ? shell.demoWord : "";
  const parts = [demo, counters.consumption, info.location, `${info.model} ${info.mac}`, time];
  return parts.filter((part) => part !== "").join(" · ");
}

function Waiting() {
  const { shell } = words.value;
  if (tableFailure.value === null) return <p class="empty">{shell.loading}</p>;
  return (
    <div class="empty">
      <p>{tableFailure.value}</p>
      <button type="button" class="btn" onClick={() => void refresh()}>
        {shell.retry}
      </button>
    </div>
  );
}

function Filled({ shown }: { readonly shown: Table }) {
  const { counters } = words.value;
  const rows = visibleRows(shown, choices.value);
  const totals = useTotals(shown, rows.length === 0 ? [] : rows.map((row) => row.channelNo));
  const narrow = useNarrow();
  const used = shown.rows.some((row) => row.used);
  if (!used && choices.value.show === "active") {
    return (
      <div class="empty">
        <p>{counters.noChannel}</p>
        <button type="button" class="btn" onClick={() => setParams({ show: "all" })}>
          {counters.showEverything}
        </button>
      </div>
    );
  }
  return (
    <>
      <Summary />
      <FirstHour shown={shown} />
      <RoundPanel />
      <Toolbar table={shown} />
      {rows.length === 0 ? (
        <div class="empty">
          <p>{counters.noMatch}</p>
          <button type="button" class="btn" onClick={() => setParams({ q: null, ch: null })}>
            {counters.showEverything}
          </button>
        </div>
      ) : narrow ? (
        <ChannelCards table={shown} rows={rows} />
      ) : (
        <CountersTable table={shown} rows={rows} totals={totals} />
      )}
      <footer class="foot">
        <Legend />
        <p class="small soft">{counters.truncated}</p>
      </footer>
    </>
  );
}

/** Before the first reading: when it will come. */
function FirstHour({ shown }: { readonly shown: Table }) {
  const { counters } = words.value;
  const next = gateway.value?.nextRoundAt ?? null;
  if (shown.rows.some((row) => row.logTime !== null)) return null;
  const time = next === null ? "" : formatDateTime(next, timeZone.value, language.value).slice(-5);
  return (
    <p class="banner banner--info">
      <span>{time === "" ? counters.waitingFirst : counters.firstHour(time)}</span>
    </p>
  );
}

/** Totals of the rows shown, by the gateway: a part of the table is asked for as such. */
function useTotals(shown: Table, channels: readonly number[]): readonly TotalRow[] {
  const wanted = channels.join(",");
  const used = shown.rows.filter((row) => row.used).map((row) => row.channelNo);
  const whole = used.every((channelNo) => channels.includes(channelNo));
  const [part, setPart] = useState<{ key: string; totals: readonly TotalRow[] } | null>(null);
  const key = `${wanted} ${shown.generatedAt}`;
  useEffect(() => {
    if (whole || wanted === "") return;
    const timer = setTimeout(() => {
      fetchTable({ channels: wanted.split(",").map(Number) }).then(
        (answer) => setPart({ key, totals: answer.totals }),
        () => setPart({ key, totals: [] }),
      );
    }, 250);
    return () => clearTimeout(timer);
  }, [key, whole, wanted]);
  if (whole) return shown.totals;
  return part?.key === key ? part.totals : [];
}

/** Whether the screen is a phone's; paper is never narrow. */
function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const media = matchMedia(NARROW);
    const follow = () => setNarrow(media.matches);
    media.addEventListener("change", follow);
    return () => media.removeEventListener("change", follow);
  }, []);
  return narrow;
}

const NARROW = "screen and (max-width: 639px)";
