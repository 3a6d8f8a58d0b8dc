/** A sheet of a workbook before a library writes it: values, and where lines and weight go. */

import type { FileValue } from "../file-value.ts";

/** How a row of a sheet looks: the head, the first line of a channel, or a total. */
export type RowLook = "head" | "first" | "plain" | "total";

/** A row of a sheet. */
export interface SheetRow {
  readonly look: RowLook;
  readonly values: readonly FileValue[];
}

/** A sheet. */
export interface Sheet {
  /** One word of letters: the library does not quote it where the repeated rows are named. */
  readonly name: string;
  readonly rows: readonly SheetRow[];
  /** Stay in sight when one scrolls; the head does on every sheet that has one. */
  readonly frozenColumns: number;
  /** Rows from the top that the filter of the head covers, the head included; 0 for none. */
  readonly filteredRows: number;
}

/** A workbook. */
export interface Workbook {
  readonly title: string;
  readonly creator: string;
  /** Milliseconds since 1970 UTC. */
  readonly createdAtMs: number;
  /** The building's zone: a spreadsheet knows local times only. */
  readonly timeZone: string;
  /** Number format of times. */
  readonly timeFormat: string;
  /** Printed above and below every page. */
  readonly pageHead: string;
  readonly pageFoot: string;
  readonly sheets: readonly Sheet[];
}

/** Rows with a head above. */
export function headed(
  head: readonly FileValue[],
  rows: readonly (readonly FileValue[])[],
): readonly SheetRow[] {
  return [
    { look: "head", values: head },
    ...rows.map((values): SheetRow => ({ look: "plain", values })),
  ];
}
