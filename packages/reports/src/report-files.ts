/** The files of a mail, made by the functions that make those of the page. */

import {
  type CountersTable,
  type CsvDialect,
  type Language,
  type MailSummary,
  operations,
  type TableColumn,
} from "@mega/contract";
import { csvOf } from "./csv.ts";
import { exportJson } from "./export-json.ts";
import { exportFileName } from "./file-name.ts";
import { pdfOf } from "./pdf.ts";
import { xlsxOf } from "./xlsx.ts";

/** A file of a mail. */
export interface MailFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Which files. */
export interface FileChoice {
  readonly formats: readonly Format[];
  readonly csvDialect: CsvDialect;
  readonly language: Language;
  readonly columns: readonly TableColumn[];
  /** Every channel of the gateway is in the table. */
  readonly allChannels: boolean;
}

type Format = MailSummary["formats"][number];

/** Names of the files, without making them. */
export function fileNames(table: CountersTable, choice: FileChoice): string[] {
  return choice.formats.map((format) => nameOf(table, format, choice));
}

/** The files in the order of the formats. */
export async function reportFiles(table: CountersTable, choice: FileChoice): Promise<MailFile[]> {
  const files: MailFile[] = [];
  for (const format of choice.formats) {
    const { mediaType, bytes } = await content(table, format, choice);
    files.push({ fileName: nameOf(table, format, choice), mediaType, bytes });
  }
  return files;
}

function nameOf(table: CountersTable, extension: Format, choice: FileChoice): string {
  const { allChannels, language } = choice;
  return exportFileName({ table, allChannels, language, extension });
}

async function content(
  table: CountersTable,
  format: Format,
  { csvDialect, language, columns }: FileChoice,
): Promise<Omit<MailFile, "fileName">> {
  switch (format) {
    case "csv": {
      const text = csvOf(table, { dialect: csvDialect, shape: "wide", language, columns });
      return { mediaType: "text/csv; charset=utf-8; header=present", bytes: Buffer.from(text) };
    }
    case "json":
      return {
        mediaType: "application/json; charset=utf-8",
        bytes: Buffer.from(JSON.stringify(exportJson(table))),
      };
    case "xlsx": {
      const { mediaType } = operations.exportXlsx;
      return { mediaType, bytes: await xlsxOf(table, { language, columns }) };
    }
    case "pdf": {
      const { mediaType } = operations.exportPdf;
      return { mediaType, bytes: await pdfOf(table, { language, columns }) };
    }
  }
}
