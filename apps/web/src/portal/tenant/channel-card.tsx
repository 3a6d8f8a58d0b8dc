/** One channel of a tenant: the month so far, beside others; the index now; twelve months as bars. */

import type { ChannelRow, CounterRow, CountersTable } from "@mega/contract";
import {
  formatDateTime,
  formatDecimal,
  formatMonth,
  formatQuantity,
  unitSymbol,
} from "@mega/locale";
import { inside } from "../../state/address.ts";
import { language, words } from "../../state/session.ts";
import { tenantWords } from "../state/words.ts";
import { BarChart } from "./bar-chart.tsx";
import { Compared } from "./compared-lines.tsx";
import { MonthsTable } from "./months-table.tsx";
import type { OwnChannel } from "./own-channels.ts";
import { daySpans, monthsSpan, useOwnSeries, useOwnTable } from "./own-figures.ts";
import { StayLine } from "./stay-line.tsx";

/** Where a stay is told by days before the building's zone is known. */
const ZONE_BEFORE = "Europe/Brussels";

/** The card. */
export function ChannelCard({ own }: { readonly own: OwnChannel }) {
  const { answer: table, failure } = useOwnTable(own);
  const row = table?.rows.find(({ channelNo }) => channelNo === own.channelNo);
  const id = `own-${own.gatewayId}-${own.channelNo}`;
  const said = tenantWords.value;
  return (
    <section class="card own" aria-labelledby={id}>
      <div class="lead-line">
        <h2 id={id}>
          {row === undefined ? null : <i class={`key of-${row.medium ?? "electricity"}`} />}
          {row === undefined ? said.channel(String(own.channelNo)) : mediumText(row)}
        </h2>
        <span>{row?.name || said.channel(String(own.channelNo))}</span>
      </div>
      <StayLine own={own} timeZone={table?.timeZone ?? ZONE_BEFORE} />
      {table === null && own.state !== "to-come" ? (
        <p class="soft">{failure ?? words.value.shell.loading}</p>
      ) : null}
      {table === null || row === undefined ? null : <Figures own={own} table={table} row={row} />}
    </section>
  );
}

function mediumText(row: ChannelRow): string {
  const { media } = words.value.states;
  return media[row.medium ?? "electricity"];
}

interface FiguresProps {
  readonly own: OwnChannel;
  readonly table: CountersTable;
  readonly row: ChannelRow;
}

function Figures({ own, table, row }: FiguresProps) {
  const { timeZone } = table;
  const isOver = own.state === "over";
  const since = sinceOf(own, row);
  const endMs = Date.parse((isOver ? own.stays[0]?.to : null) ?? table.generatedAt);
  const days = isOver ? null : daySpans(endMs, timeZone);
  const hasYear = Date.parse(since) < (days?.yearAgo.toMs ?? 0);
  const { answer: near } = useOwnSeries(own, days?.near ?? null);
  const { answer: yearAgo } = useOwnSeries(own, hasYear ? (days?.yearAgo ?? null) : null);
  // What ends at midnight had the month before as its last.
  const { answer: months } = useOwnSeries(own, monthsSpan(endMs - 1, timeZone));
  const said = tenantWords.value;
  const [first, ...further] = row.counters;
  if (first === undefined) return <p class="soft">{said.notYet}</p>;
  const isToCompare = !isOver && (days === null || near !== null);
  return (
    <>
      {isOver ? null : <StateLine row={row} />}
      <Month table={table} row={row} counter={first} isOver={isOver} />
      {isToCompare ? (
        <Compared
          counter={first}
          near={near}
          yearAgo={yearAgo}
          since={since}
          at={table.generatedAt}
          timeZone={timeZone}
        />
      ) : null}
      <Index counter={first} timeZone={timeZone} isOver={isOver} />
      {further.map((counter) => (
        <Further key={counter.counterNo} counter={counter} />
      ))}
      {months === null ? null : (
        <BarChart
          series={months}
          counter={first}
          medium={row.medium}
          summary={said.bars(String(months.bars.length))}
        />
      )}
      <MonthsTable table={table} counter={first} months={months} since={since} />
      <p>
        <a
          class="btn"
          href={inside(`/me/gateways/${own.gatewayId}/channels/${own.channelNo}`)}
          data-inside
        >
          {said.detail}
        </a>
      </p>
    </>
  );
}

/** From when on the figures are his: his newest stay, or his period where that began later. */
export function sinceOf(own: OwnChannel, { firstInit }: Pick<ChannelRow, "firstInit">): string {
  const from = own.stays.at(-1)?.from ?? "";
  return firstInit !== null && Date.parse(firstInit) > Date.parse(from) ? firstInit : from;
}

/** What is not in order, in a sentence; nothing where all is well. */
function StateLine({ row }: { readonly row: ChannelRow }) {
  const states: Readonly<Record<string, string>> = tenantWords.value.states;
  const text = states[row.state];
  if (text === undefined) return null;
  return (
    <p class={`own-state st ${row.state === "quarantined" ? "st--bad" : "st--warn"}`}>
      <span>{text}</span>
    </p>
  );
}

interface MonthProps {
  readonly table: CountersTable;
  readonly row: ChannelRow;
  readonly counter: CounterRow;
  readonly isOver: boolean;
}

function Month({ table, row, counter, isOver }: MonthProps) {
  const said = tenantWords.value;
  const [cell] = counter.cells;
  if (cell === undefined) return <p class="soft">{said.notYet}</p>;
  const month = formatMonth(cell.month, language.value, "long");
  const { logTime } = row;
  const until = logTime === null ? "" : formatDateTime(logTime, table.timeZone, language.value);
  return (
    <div>
      <p class="own-month">
        <span>{isOver ? said.whole(month) : said.soFar(month)}</span>
        {until === "" || isOver ? null : <span class="soft">{said.until(until)}</span>}
      </p>
      {cell.consumption === null ? (
        <p class="soft">{said.notYet}</p>
      ) : (
        <p class="big">
          {formatDecimal(cell.consumption, language.value)}{" "}
          <span class="unit">{unitSymbol(counter.unit)}</span>
        </p>
      )}
    </div>
  );
}

interface IndexProps {
  readonly counter: CounterRow;
  readonly timeZone: string;
  readonly isOver: boolean;
}

/** The index with its time; a dash where nothing was read. */
export function Index({ counter, timeZone, isOver }: IndexProps) {
  const said = tenantWords.value;
  const { latest, unit } = counter;
  return (
    <p class="own-index">
      <span>{isOver ? said.lastIndex : said.index}</span>{" "}
      <b>{formatQuantity(latest?.index ?? null, unit, language.value)}</b>{" "}
      {latest === null ? null : (
        <span class="soft">
          {said.readAt(formatDateTime(latest.takenAt, timeZone, language.value))}
        </span>
      )}
    </p>
  );
}

/** A second counter, such as what was given to the grid. */
function Further({ counter }: { readonly counter: CounterRow }) {
  const names: Readonly<Record<string, string>> = words.value.states.counterIds;
  const [cell] = counter.cells;
  return (
    <p class="own-index">
      <span>{names[counter.counterId] ?? counter.counterId}</span>{" "}
      <b>{formatQuantity(cell?.consumption ?? null, counter.unit, language.value)}</b>
    </p>
  );
}
