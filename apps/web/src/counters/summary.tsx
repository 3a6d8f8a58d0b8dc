/** How the gateway is, in five figures: up to date, to look at, both rounds, the clock. */

import type { ChannelRow } from "@mega/contract";
import { formatCount, formatTime } from "@mega/locale";
import { inside } from "../state/address.ts";
import { below, isAtGateway } from "../state/place.ts";
import { round, table } from "../state/readings.ts";
import { gateway, language, timeZone, words } from "../state/session.ts";
import { shortTime } from "./marks.tsx";

const NAMED_AT_MOST = 3;

/** The strip above the table. */
export function Summary() {
  const { counters } = words.value;
  const rows = (table.value?.rows ?? []).filter((row) => row.used);
  const fresh = rows.filter((row) => row.state === "ok").length;
  const wrong = rows.filter((row) => row.state !== "ok");
  const next = gateway.value?.nextRoundAt ?? null;
  const clock = table.value?.clock.state ?? "S";
  const count = (n: number) => formatCount(n, language.value);
  return (
    <dl class={isAtGateway() ? "sum" : "sum sum--server"}>
      <div>
        <dt>{counters.upToDate}</dt>
        <dd>
          <span class={fresh === rows.length ? "st st--ok" : "st"}>
            <span class="ink">
              {count(fresh)} <small>{counters.ofChannels(count(rows.length))}</small>
            </span>
          </span>
        </dd>
      </div>
      <div>
        <dt>{counters.toCheck}</dt>
        <dd>
          {wrong.length === 0 ? (
            <span class="st st--ok">{counters.nothingToCheck}</span>
          ) : (
            <ToCheck rows={wrong} />
          )}
        </dd>
      </div>
      <div>
        <dt>{counters.lastRound}</dt>
        <dd>{lastRoundText()}</dd>
      </div>
      {isAtGateway() ? (
        <div>
          <dt>{counters.nextRound}</dt>
          <dd>{next === null ? "—" : formatTime(next, timeZone.value)}</dd>
        </div>
      ) : null}
      <div>
        <dt>{counters.clock}</dt>
        <dd>
          <span class={clock === "S" ? "st st--ok" : "st st--warn"}>
            {clock === "S" ? counters.clockOk : counters.clockNotOk}
          </span>
        </dd>
      </div>
    </dl>
  );
}

function ToCheck({ rows }: { readonly rows: readonly ChannelRow[] }) {
  const worst = rows.some((row) => row.state === "silent" || row.state === "quarantined");
  return (
    <span class={worst ? "st st--bad" : "st st--warn"}>
      <span>
        {formatCount(rows.length, language.value)}{" "}
        <small>
          {rows.slice(0, NAMED_AT_MOST).map((row, index) => (
            <span key={row.channelNo}>
              {index === 0 ? "" : ", "}
              <a href={inside(below(`/channels/${row.channelNo}`))} data-inside>
                CH{row.channelNo}
              </a>
            </span>
          ))}
          {rows.length > NAMED_AT_MOST ? " …" : ""}
          {isAtGateway() && rows.some((row) => row.state === "quarantined") ? (
            <>
              {" · "}
              <a href={inside("/quarantine")} data-inside>
                {words.value.doors.pages.quarantine}
              </a>
            </>
          ) : null}
        </small>
      </span>
    </span>
  );
}

/** Before the first round since the gateway's start: when any meter was read last. */
function latestReading(): string | null {
  const times = (table.value?.rows ?? []).flatMap(({ logTime }) => logTime ?? []);
  const latest = times.sort().at(-1);
  return latest === undefined ? null : shortTime(latest, language.value, timeZone.value);
}

function lastRoundText() {
  const state = round.value;
  const { counters } = words.value;
  if (state === null || state.total === 0) return latestReading() ?? counters.noRound;
  const seconds =
    state.endedAt === null
      ? null
      : (Date.parse(state.endedAt) - Date.parse(state.startedAt)) / 1000;
  return (
    <>
      {formatTime(state.startedAt, timeZone.value)}{" "}
      <small>
        {state.done - state.problems}/{state.total}
        {seconds === null
          ? ""
          : ` · ${formatCount(Math.max(1, Math.round(seconds)), language.value)} s`}
      </small>
    </>
  );
}
