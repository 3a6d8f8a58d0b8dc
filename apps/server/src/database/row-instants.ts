/** Instants of rows as milliseconds since 1970 UTC. */

import { assert } from "@mega/domain";
import type { Row } from "./server-database.ts";

/** A column with an instant. */
export function instantIn(row: Row, column: string): number {
  const value = row[column];
  assert(value instanceof Date, `${column} of a row is an instant`);
  return value.getTime();
}

/** A column with an instant that may be empty. */
export function instantOrNullIn(row: Row, column: string): number | null {
  return row[column] === null ? null : instantIn(row, column);
}
