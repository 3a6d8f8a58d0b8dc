/** Addresses of the files that are made from the same query as the page. */

import type { CountersTable, CsvDialect, CsvShape } from "@mega/contract";
import type { Language } from "@mega/locale";
import { query } from "../api/request.ts";
import { fileBelow } from "../state/place.ts";
import { columns, exportedRows, type TableChoices, visibleMonths } from "../table/table-view.ts";

function part(table: CountersTable, choices: TableChoices) {
  const rows = exportedRows(table, choices);
  const months = visibleMonths(table, { ...choices, order: "newest" });
  const everything = rows.length === table.rows.length;
  return {
    channels: everything ? undefined : rows.map((row) => row.channelNo).join(","),
    months:
      months.length === table.months.length
        ? undefined
        : months.map(({ month }) => month).join(","),
  };
}

/** The JSON file of what is shown or ticked. */
export function jsonAddress(table: CountersTable, choices: TableChoices): string {
  return fileBelow(`/export.json${query(part(table, choices))}`);
}

/** The Excel or PDF file of what is shown or ticked, with the columns on screen. */
export function documentAddress(
  table: CountersTable,
  choices: TableChoices,
  form: { readonly extension: "xlsx" | "pdf"; readonly language: Language },
): string {
  const asked = query({
    language: form.language,
    ...part(table, choices),
    columns: shownColumns(choices),
  });
  return fileBelow(`/export.${form.extension}${asked}`);
}

/** The CSV file of what is shown or ticked. */
export function csvAddress(
  table: CountersTable,
  choices: TableChoices,
  form: { readonly dialect: CsvDialect; readonly shape: CsvShape; readonly language: Language },
): string {
  const asked = query({
    ...form,
    ...part(table, choices),
    columns: form.shape === "long" ? undefined : shownColumns(choices),
  });
  return fileBelow(`/export.csv${asked}`);
}

/** Undefined where none is hidden, or every one. */
function shownColumns(choices: TableChoices): string | undefined {
  const shown = columns.filter((column) => !choices.hiddenColumns.includes(column));
  return shown.length === columns.length || shown.length === 0 ? undefined : shown.join(",");
}
