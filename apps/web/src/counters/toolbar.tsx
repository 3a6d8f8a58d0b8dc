/** Which channels and months are shown, and how they leave the page. */

import type { CountersTable, TableColumn } from "@mega/contract";
import { formatCount, formatMonth } from "@mega/locale";
import { useEffect, useId, useState } from "preact/hooks";
import { Chevron } from "../shell/icons.tsx";
import { Popover } from "../shell/popover.tsx";
import { setParams } from "../state/address.ts";
import { language, words } from "../state/session.ts";
import { channelMeant, columns, exportedRows, visibleMonths } from "../table/table-view.ts";
import { choices, showColumn, showMonth, tickOnly } from "./choices.ts";
import { copyTable } from "./copy-table.ts";
import { csvAddress, jsonAddress } from "./files.ts";

/** The bar above the table. */
export function Toolbar({ table }: { readonly table: CountersTable }) {
  const { counters } = words.value;
  const chosen = choices.value;
  return (
    <div class="bar no-print">
      <ChannelField table={table} />
      <div class="field">
        <label for="q">{counters.search}</label>
        <input
          class="input"
          id="q"
          type="search"
          value={chosen.search}
          onInput={(event) => setParams({ q: event.currentTarget.value })}
        />
      </div>
      <Segments
        name="show"
        label={counters.shown}
        value={chosen.show}
        options={[
          ["active", counters.active],
          ["all", counters.all],
        ]}
      />
      <Segments
        name="unit"
        label={counters.unit}
        value={chosen.unit}
        options={[
          ["auto", counters.unitAuto],
          ["Wh", "Wh"],
          ["kWh", "kWh"],
        ]}
      />
      <Segments
        name="order"
        label={counters.order}
        value={chosen.order}
        options={[
          ["newest", counters.newestFirst],
          ["calendar", counters.calendar],
        ]}
      />
      <ColumnsButton table={table} />
      <Scope table={table} />
      <Exports table={table} />
    </div>
  );
}

function ChannelField({ table }: { readonly table: CountersTable }) {
  const { counters } = words.value;
  const id = useId();
  const { channelNo } = choices.value;
  const row = table.rows.find((candidate) => candidate.channelNo === channelNo);
  const shown = row === undefined ? counters.allChannels : `${row.channelNo} = ${row.name}`;
  const [typed, setTyped] = useState(shown);
  const [unclear, setUnclear] = useState(false);
  useEffect(() => setTyped(shown), [shown]);
  const take = (text: string) => {
    const meant = channelMeant(text, table.rows);
    setUnclear(meant === undefined);
    if (meant === undefined) return;
    setTyped(meant === channelNo ? shown : text);
    setParams({ ch: meant === 0 ? null : String(meant) });
  };
  return (
    <div class="field">
      <label for={id}>{counters.channel}</label>
      <input
        class="input"
        id={id}
        list={`${id}-list`}
        value={typed}
        title={counters.channelHint}
        aria-invalid={unclear}
        autocomplete="off"
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onChange={(event) => take(event.currentTarget.value)}
      />
      <datalist id={`${id}-list`}>
        <option value={counters.allChannels} />
        {table.rows
          .filter(({ used }) => used)
          .map((candidate) => (
            <option
              key={candidate.channelNo}
              value={`${candidate.channelNo} = ${candidate.name}`}
            />
          ))}
      </datalist>
    </div>
  );
}

interface SegmentsProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
}

/** A few choices of which one holds; the first is the usual one and leaves the address clean. */
export function Segments({ name, label, value, options }: SegmentsProps) {
  return (
    <fieldset class="seg">
      <legend class="vh">{label}</legend>
      {options.map(([option, text], index) => (
        <label key={option}>
          <input
            type="radio"
            name={name}
            value={option}
            checked={option === value}
            onChange={() => setParams({ [name]: index === 0 ? null : option })}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

function ColumnsButton({ table }: { readonly table: CountersTable }) {
  const { counters } = words.value;
  const chosen = choices.value;
  const names: Readonly<Record<TableColumn, string>> = {
    name: counters.name,
    logTime: counters.logTime,
    firstInit: counters.firstInitLong,
    units: counters.units,
    index1: counters.index("1"),
    diff1: counters.diff("1"),
    index2: counters.index("2"),
    diff2: counters.diff("2"),
  };
  return (
    <Popover
      label={
        <>
          {counters.columns} <Chevron to="down" />
        </>
      }
    >
      {() => (
        <div class="ticks-2">
          <fieldset>
            <legend class="label">{counters.columnsOf}</legend>
            {columns.map((column) => (
              <label class="check" key={column}>
                <input
                  type="checkbox"
                  checked={!chosen.hiddenColumns.includes(column)}
                  onChange={(event) => showColumn(column, event.currentTarget.checked)}
                />
                {names[column]}
              </label>
            ))}
          </fieldset>
          <fieldset>
            <legend class="label">{counters.monthsOf}</legend>
            {table.months.map(({ month }) => (
              <label class="check" key={month}>
                <input
                  type="checkbox"
                  checked={!chosen.hiddenMonths.includes(month)}
                  onChange={(event) => showMonth(month, event.currentTarget.checked)}
                />
                {formatMonth(month, language.value, "long")}
              </label>
            ))}
          </fieldset>
          <button
            type="button"
            class="btn"
            onClick={() => setParams({ hide: null, without: null })}
          >
            {counters.showAll}
          </button>
        </div>
      )}
    </Popover>
  );
}

function Scope({ table }: { readonly table: CountersTable }) {
  const { counters } = words.value;
  const rows = exportedRows(table, choices.value);
  const months = visibleMonths(table, choices.value);
  const ticked = rows.filter((row) => choices.value.ticked.includes(row.channelNo)).length;
  const count = (n: number) => formatCount(n, language.value);
  return (
    <span class="scope push">
      {ticked === 0 ? null : (
        <>
          <b>{counters.selected(count(ticked))}</b>{" "}
          <button type="button" class="btn btn--quiet" onClick={() => tickOnly([])}>
            {counters.clearSelection}
          </button>
        </>
      )}
      {counters.scope(count(rows.length), count(months.length))}
    </span>
  );
}

function Exports({ table }: { readonly table: CountersTable }) {
  const { counters } = words.value;
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), 4_000);
    return () => clearTimeout(timer);
  }, [said]);
  const forms = [
    ["excel-be", "wide", counters.csvExcelWide],
    ["excel-be", "long", counters.csvExcelLong],
    ["rfc4180", "wide", counters.csvPlainWide],
    ["rfc4180", "long", counters.csvPlainLong],
  ] as const;
  return (
    <>
      <span class="scope copied" aria-hidden="true">
        {said}
      </span>
      <fieldset class="group">
        <legend class="vh">{counters.exporting}</legend>
        <button type="button" class="btn" onClick={() => void copyTable().then(setSaid)}>
          {counters.copy}
        </button>
        <a class="btn" href={jsonAddress(table, choices.value)} download>
          {counters.json}
        </a>
        <Popover
          label={
            <>
              {counters.csv} <Chevron to="down" />
            </>
          }
        >
          {(close) => (
            <ul class="menu">
              {forms.map(([dialect, shape, text]) => (
                <li key={text}>
                  <a
                    href={csvAddress(table, choices.value, {
                      dialect,
                      shape,
                      language: language.value,
                    })}
                    download
                    onClick={close}
                  >
                    {text}
                  </a>
                </li>
              ))}
            </ul>
          )}
        </Popover>
        <button type="button" class="btn" onClick={() => print()}>
          {counters.print}
        </button>
      </fieldset>
    </>
  );
}
