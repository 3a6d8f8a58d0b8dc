/** An Excel file as another program reads it: openpyxl of Debian. */

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { withFile } from "./with-file.ts";

/** A cell; a number is written with the decimals that its format shows, and shows all of them. */
export interface ReadCell {
  readonly kind: "empty" | "error" | "formula" | "time" | "number" | "text";
  readonly text: string;
  readonly format: string;
}

/** A sheet with what decides how it is shown and printed. */
export interface ReadSheet {
  readonly name: string;
  readonly frozen: string | null;
  readonly filter: string | null;
  readonly repeatedRows: string | null;
  readonly paper: string;
  readonly fit: string | null;
  readonly head: string | null;
  readonly rows: readonly (readonly ReadCell[])[];
}

/** A workbook. */
export interface ReadWorkbook {
  readonly title: string;
  readonly creator: string;
  readonly sheets: readonly ReadSheet[];
}

/** A workbook of 128 channels with all that its cells are. */
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;

/** The content of a file. */
export function readWorkbook(bytes: Uint8Array): ReadWorkbook {
  const script = fileURLToPath(new URL("./read-workbook.py", import.meta.url));
  return withFile(bytes, (path) =>
    JSON.parse(
      execFileSync("/usr/bin/python3", [script, path], {
        encoding: "utf8",
        maxBuffer: OUTPUT_BYTES_MAX,
      }),
    ),
  );
}
