/** Which columns, lines and months are shown and leave the page. */

import type { CountersTable, TableColumn } from "@mega/contract";
import { formatMonth } from "@mega/locale";
import { Chevron } from "../shell/icons.tsx";
import { Popover } from "../shell/popover.tsx";
import { setParams } from "../state/address.ts";
import { language, words } from "../state/session.ts";
import { columns } from "../table/table-view.ts";
import { choices, showColumn, showMonth } from "./choices.ts";

/** The button with its ticks. */
export function ColumnsButton({ table }: { readonly table: CountersTable }) {
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
        <div class="choose">
          <fieldset>
            <legend class="label">{counters.columnsOf}</legend>
            {columns.map((column) => (
              <Check
                key={column}
                text={names[column]}
                checked={!chosen.hiddenColumns.includes(column)}
                onCheck={(checked) => showColumn(column, checked)}
              />
            ))}
          </fieldset>
          <fieldset>
            <legend class="label">{counters.monthsOf}</legend>
            {table.months.map(({ month }) => (
              <Check
                key={month}
                text={formatMonth(month, language.value, "long")}
                checked={!chosen.hiddenMonths.includes(month)}
                onCheck={(checked) => showMonth(month, checked)}
              />
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

function Check(props: {
  readonly text: string;
  readonly checked: boolean;
  readonly onCheck: (checked: boolean) => void;
}) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onCheck(event.currentTarget.checked)}
      />
      {props.text}
    </label>
  );
}
