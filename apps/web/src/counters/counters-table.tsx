/** The table of the leaflet: four lines a channel, twelve months, totals. A native table. */

import type { ChannelRow, CountersTable as Table, TableMonth, TotalRow } from "@mega/contract";
import { formatDateTime, formatDecimal, formatMonth, unitSymbol } from "@mega/locale";
import { inside } from "../state/address.ts";
import { language, timeZone, words } from "../state/session.ts";
import { displayUnit, inMode } from "../table/display-unit.ts";
import {
  counterOf,
  figureOf,
  type Line,
  visibleLines,
  visibleMonths,
  yearGroups,
} from "../table/table-view.ts";
import { choices, tickChannel, tickOnly } from "./choices.ts";
import { ChannelStateText, Mark, shortTime } from "./marks.tsx";
import { ChannelButton, RowMenu } from "./row-actions.tsx";

interface TableProps {
  readonly table: Table;
  readonly rows: readonly ChannelRow[];
  /** Totals of exactly the rows shown; empty while they are not known. */
  readonly totals: readonly TotalRow[];
}

/** The table in its scrolling region. */
export function CountersTable({ table, rows, totals }: TableProps) {
  const { counters } = words.value;
  const months = visibleMonths(table, choices.value);
  const { location, model, mac } = table.gateway;
  const time = formatDateTime(table.generatedAt, timeZone.value, language.value);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard.
    <section class="region" tabIndex={0} aria-label={counters.region}>
      <table class="ct">
        <caption>{counters.caption(location, `${model} ${mac}`, time)}</caption>
        <Heads months={months} rows={rows} />
        {rows.map((row) => (
          <ChannelBody key={row.channelNo} row={row} months={months} />
        ))}
        <tfoot>
          {totals.map((total) => (
            <TotalLine
              key={`${total.medium} ${total.unit} ${total.counterNo} ${total.counterId}`}
              total={total}
              months={months}
            />
          ))}
        </tfoot>
      </table>
    </section>
  );
}

/** Where a year begins, a rule runs down the table. */
function rule(months: readonly TableMonth[], index: number): string {
  const before = months[index - 1]?.month.slice(0, 4);
  return before !== undefined && before !== months[index]?.month.slice(0, 4) ? " ny" : "";
}

function Heads({ months, rows }: Pick<TableProps, "rows"> & { months: readonly TableMonth[] }) {
  const { counters } = words.value;
  const used = rows.filter((row) => row.used).map((row) => row.channelNo);
  const all = used.length > 0 && used.every((no) => choices.value.ticked.includes(no));
  const hidden = choices.value.hiddenColumns;
  return (
    <thead>
      <tr>
        <th scope="col" rowSpan={2} class="stick k1">
          <div>
            <input
              class="tick"
              type="checkbox"
              aria-label={counters.tickAll}
              checked={all}
              onChange={(event) => tickOnly(event.currentTarget.checked ? used : [])}
            />
            <span class="k1-t">{counters.ch}</span>
          </div>
        </th>
        <th scope="col" rowSpan={2} class="stick k2">
          {hidden.includes("name") ? counters.units : counters.name}
        </th>
        <th scope="col" rowSpan={2} class="stick k3">
          {hidden.includes("logTime") ? counters.result : counters.logTime}
        </th>
        {yearGroups(months).map(({ year, count }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same year may stand in two groups.
          <th key={`${year} ${index}`} scope="colgroup" colSpan={count} class="yr">
            {year}
          </th>
        ))}
      </tr>
      <tr>
        {months.map(({ month, provisional }, index) => (
          <th
            key={month}
            scope="col"
            class={`mo${provisional ? " now" : ""}${rule(months, index)}`}
          >
            <abbr
              title={
                provisional
                  ? counters.provisional(formatMonth(month, language.value, "long"))
                  : formatMonth(month, language.value, "long")
              }
            >
              {formatMonth(month, language.value, "short")}
              {provisional ? " *" : ""}
            </abbr>
          </th>
        ))}
      </tr>
    </thead>
  );
}

function ChannelBody({ row, months }: { row: ChannelRow; months: readonly TableMonth[] }) {
  const { counters } = words.value;
  if (!row.used) {
    return (
      <tbody class="off">
        <tr class="i1">
          <th scope="rowgroup" class="ch">
            <div>
              <span />
              <ChannelButton row={row} />
            </div>
          </th>
          <td class="nm">{counters.unused}</td>
          <td class="lt" />
          <td colSpan={Math.max(1, months.length)} />
        </tr>
      </tbody>
    );
  }
  const facts = factsOf(row);
  const lines = visibleLines(choices.value);
  const height = Math.max(1, lines.length, facts.length);
  const quiet = row.state !== "ok" && row.state !== "late" ? " bad" : "";
  return (
    <tbody class={row.state === "ok" ? "" : `look${quiet}`}>
      {Array.from({ length: height }, (_, index) => (
        <tr
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have their place, not a name.
          key={index}
          class={
            lines[index]?.kind === "index" && lines[index]?.counterNo === 1
              ? "i1"
              : lineClass(lines[index])
          }
        >
          {index === 0 ? (
            <th scope="rowgroup" rowSpan={height} class="ch">
              <div>
                <input
                  class="tick"
                  type="checkbox"
                  aria-label={counters.tick(String(row.channelNo))}
                  checked={choices.value.ticked.includes(row.channelNo)}
                  onChange={(event) => tickChannel(row.channelNo, event.currentTarget.checked)}
                />
                <ChannelButton row={row} />
                <RowMenu row={row} />
              </div>
            </th>
          ) : null}
          <td class={index === 0 ? "nm first" : "nm"}>{facts[index] ?? null}</td>
          <LineHead row={row} line={lines[index]} first={index === 0} />
          <LineCells row={row} line={lines[index]} months={months} />
        </tr>
      ))}
    </tbody>
  );
}

function lineClass(line: Line | undefined): string {
  return line?.kind === "diff" && line.counterNo === 1 ? "df" : "";
}

/** What stands under the name: state where it is not in order, unit and meter, first init. */
function factsOf(row: ChannelRow) {
  const { counters } = words.value;
  const hidden = choices.value.hiddenColumns;
  const unit = counterOf(row, 1)?.unit;
  const shownUnit =
    unit === undefined ? "" : unitSymbol(displayUnit(unit, choices.value.unit).unit);
  const name = (
    <a href={inside(`/channels/${row.channelNo}`)} data-inside>
      {row.name === "" ? counters.unnamed : row.name}
    </a>
  );
  return [
    hidden.includes("name") ? null : name,
    <ChannelStateText key="state" row={row} />,
    hidden.includes("units") ? null : (
      <>
        {shownUnit}{" "}
        <span class="ty">
          {row.unitKind} · {row.meter?.model}
        </span>
      </>
    ),
    hidden.includes("firstInit") || row.firstInit === null ? null : (
      <>
        <abbr title={counters.firstInitLong}>{counters.firstInit}</abbr>{" "}
        {formatDateTime(row.firstInit, timeZone.value, language.value)}
      </>
    ),
  ];
}

function LineHead(props: { row: ChannelRow; line: Line | undefined; first: boolean }) {
  const { row, line, first } = props;
  const { counters, states } = words.value;
  const label = line === undefined ? "" : counters[line.kind](String(line.counterNo));
  if (!first || choices.value.hiddenColumns.includes("logTime")) {
    return line === undefined ? <td class="lt" /> : <th scope="row">{label}</th>;
  }
  const late = row.state === "late" ? "warn" : row.state === "silent" ? "bad" : "";
  return (
    <th scope="row">
      <span class="vh">{label}, </span>
      {row.logTime === null ? (
        <span title={states.channel.never}>—</span>
      ) : (
        <span class={late === "" ? "" : `is-${late}`}>
          {shortTime(row.logTime, language.value, timeZone.value)}
        </span>
      )}
    </th>
  );
}

function LineCells(props: {
  row: ChannelRow;
  line: Line | undefined;
  months: readonly TableMonth[];
}) {
  const { row, line, months } = props;
  const counter = line === undefined ? undefined : counterOf(row, line.counterNo);
  if (line === undefined || counter === undefined) {
    const note =
      line?.kind === "index" && line.counterNo === 2 ? words.value.counters.noCounter2 : "";
    return (
      <>
        {months.map(({ month, provisional }, index) => (
          <td key={month} class={`none${provisional ? " now" : ""}${rule(months, index)}`}>
            {index === 0 && note !== "" ? <span class="vh">{note}</span> : null}
          </td>
        ))}
      </>
    );
  }
  return (
    <>
      {months.map(({ month, provisional }, index) => {
        const figure = figureOf(row, line, month);
        const text = inMode(figure?.text ?? null, counter.unit, choices.value.unit);
        const name = `${text === null ? "none" : ""}${provisional ? " now" : ""}${rule(months, index)}`;
        return (
          <td key={month} class={name}>
            {formatDecimal(text, language.value)}
            <Mark mark={figure?.mark ?? null} />
          </td>
        );
      })}
    </>
  );
}

function TotalLine({ total, months }: { total: TotalRow; months: readonly TableMonth[] }) {
  const { counters, states } = words.value;
  const ids: Readonly<Record<string, string>> = states.counterIds;
  const medium = states.media[total.medium];
  const detail =
    total.counterId === "import" || total.counterId === "export" ? ids[total.counterId] : "";
  const what = detail === undefined || detail === "" ? medium : `${medium}, ${detail}`;
  const unit = unitSymbol(displayUnit(total.unit, choices.value.unit).unit);
  return (
    <tr>
      <th scope="row" colSpan={3}>
        {counters.total(String(total.counterNo), what)}{" "}
        <span class="unit">
          {unit} · {counters.channels(String(total.channels.length))}
        </span>
      </th>
      {months.map(({ month, provisional }, index) => {
        const cell = total.cells.find((candidate) => candidate.month === month);
        const text = inMode(cell?.consumption ?? null, total.unit, choices.value.unit);
        const missing = (cell?.missingChannels ?? []).map((no) => `CH${no}`).join(", ");
        return (
          <td key={month} class={`${provisional ? "now" : ""}${rule(months, index)}`}>
            {formatDecimal(text, language.value)}
            {cell?.partial === true ? (
              <>
                <i class="m" title={counters.partial(missing)} aria-hidden="true">
                  ◐
                </i>
                <span class="vh"> {counters.partial(missing)}</span>
              </>
            ) : null}
          </td>
        );
      })}
    </tr>
  );
}
