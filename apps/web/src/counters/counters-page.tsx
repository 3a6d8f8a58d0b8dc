/** The home page: how the gateway is, the choices, the table. */

import type { CountersTable as Table } from "@mega/contract";
import { formatDateTime, formatTime } from "@mega/locale";
import { AwaitedIndexes } from "../entered/awaiting.tsx";
import { useNarrow } from "../shell/narrow.ts";
import { inside, setParams } from "../state/address.ts";
import { mayAs } from "../state/login.ts";
import { mailOpen } from "../state/mail.ts";
import { readAll, refresh, table, tableFailure } from "../state/readings.ts";
import { gateway, language, timeZone, words } from "../state/session.ts";
import { choices } from "./choices.ts";
import { Figures, Nothing } from "./figures.tsx";
import { Legend } from "./marks.tsx";
import { RoundPanel } from "./round-panel.tsx";
import { ChannelButton, RowMenu } from "./row-actions.tsx";
import { RowPartsOf } from "./row-parts.ts";
import { Summary } from "./summary.tsx";
import { Toolbar } from "./toolbar.tsx";

const gatewayRows = { Button: ChannelButton, Menu: RowMenu };

/** The COUNTERS page. */
export function CountersPage() {
  const { counters } = words.value;
  const shown = table.value;
  // Without a meter there is nothing to read and nothing to send.
  const isEmpty = shown !== null && !shown.rows.some(({ used }) => used);
  return (
    <main id="main" class="counters" tabIndex={-1}>
      <div class="title">
        <div>
          <h1>{counters.title}</h1>
          <p>{subtitle(shown)}</p>
        </div>
        {isEmpty ? null : <Actions />}
      </div>
      {shown === null ? <Waiting /> : <Filled shown={shown} />}
    </main>
  );
}

/** What is done with all channels at once. */
function Actions() {
  const { counters } = words.value;
  return (
    <div class="row no-print">
      {mayAs(["owner", "manager"]) ? (
        <button
          type="button"
          class="btn"
          onClick={() => {
            mailOpen.value = true;
          }}
        >
          {words.value.doors.mail}
        </button>
      ) : null}
      <button type="button" class="btn btn--main" onClick={() => void readAll()}>
        {counters.readAll}
      </button>
    </div>
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
  const narrow = useNarrow();
  const used = shown.rows.some((row) => row.used);
  if (!used && choices.value.show === "active") {
    return <NoChannelYet />;
  }
  return (
    <>
      <Summary />
      <AwaitedIndexes rows={shown.rows} />
      <FirstHour shown={shown} />
      <RoundPanel />
      <Toolbar table={shown} narrow={narrow} />
      <RowPartsOf.Provider value={gatewayRows}>
        <Figures shown={shown} narrow={narrow} />
      </RowPartsOf.Provider>
      <footer class="foot">
        <Legend />
        <p class="small soft">{counters.truncated}</p>
      </footer>
    </>
  );
}

/** A gateway that is new: the ways on, for those who may set it up. */
function NoChannelYet() {
  const { counters, doors } = words.value;
  const showAll = () => setParams({ show: "all" });
  if (!mayAs(["owner", "installer"])) return <Nothing text={counters.noChannel} onShow={showAll} />;
  const hasBus = (gateway.value?.counts.buses ?? 0) > 0;
  return (
    <div class="empty">
      <p>{doors.noMeter}</p>
      <p class="row">
        {hasBus ? (
          <a class="btn btn--main" href={inside("/bus")} data-inside>
            {doors.search}
          </a>
        ) : (
          <a class="btn btn--main" href={inside("/config")} data-inside>
            {doors.toConfig}
          </a>
        )}
        <a class="btn" href={inside("/config", { show: "all" })} data-inside>
          {doors.byHand}
        </a>
      </p>
    </div>
  );
}

/** Before the first reading: when it will come. */
function FirstHour({ shown }: { readonly shown: Table }) {
  const { counters } = words.value;
  const next = gateway.value?.nextRoundAt ?? null;
  if (shown.rows.some((row) => row.logTime !== null)) return null;
  return (
    <p class="banner banner--info">
      <span>
        {next === null
          ? counters.waitingFirst
          : counters.firstHour(formatTime(next, timeZone.value))}
      </span>
    </p>
  );
}
