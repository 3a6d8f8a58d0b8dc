/** The format of a serial line as given on a command line. */

import { MegaError } from "@mega/domain";
import type { Given } from "./arguments.ts";

const formats: readonly string[] = ["8N1", "8N2", "8E1", "8E2", "8O1", "8O2"];

/** The formats in words, for the help of an option. */
export const formatMeaning = `Format of the line: ${formats.join(", ")}.`;

/** The value of --format; undefined when it was not given, REQUEST_INVALID for another word. */
export function serialFormat(given: Given): string | undefined {
  const format = given.text("format");
  if (format === undefined || formats.includes(format)) return format;
  throw new MegaError("REQUEST_INVALID", `--format is "${format}"`, {
    hint: `Allowed: ${formats.join(", ")}.`,
  });
}
