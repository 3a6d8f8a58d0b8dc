/** The COUNTERS table as an Excel workbook: the table, a line for each month, meters, legend. */

import type { CountersTable, TableColumn } from "@mega/contract";
import { assert, parseInstant } from "@mega/domain";
import { dictionaries, type Language } from "@mega/locale";
import { countersSheet } from "./xlsx/counters-sheet.ts";
import { infoSheet, metersSheet, monthlySheet } from "./xlsx/other-sheets.ts";
import { writeWorkbook } from "./xlsx/write-workbook.ts";

/** Which part of the table, for whom. */
export interface DocumentOptions {
  /** Language of heads and words. */
  readonly language: Language;
  /** Columns and lines of the table as on screen. */
  readonly columns: readonly TableColumn[];
}

/** The bytes of an .xlsx file. */
export function xlsxOf(table: CountersTable, options: DocumentOptions): Promise<Uint8Array> {
  const { language, columns } = options;
  const words = dictionaries[language];
  const { gateway, timeZone } = table;
  const createdAtMs = parseInstant(table.generatedAt);
  assert(createdAtMs !== undefined, `generatedAt is RFC 3339, not ${table.generatedAt}`);
  const inWords = { words, language };
  return writeWorkbook({
    title: `${words.files.title} ${gateway.location}`,
    creator: `MEGA ${gateway.version}`,
    createdAtMs,
    timeZone,
    timeFormat: language === "de" ? "dd.mm.yyyy hh:mm" : "dd/mm/yyyy hh:mm",
    pageHead: [gateway.location, gateway.mac, ...(gateway.demo ? [words.files.demo] : [])].join(
      " · ",
    ),
    pageFoot: `MEGA ${gateway.version}`,
    sheets: [
      countersSheet(table, columns, inWords),
      monthlySheet(table, inWords),
      metersSheet(table, inWords),
      infoSheet(table, inWords),
    ],
  });
}
