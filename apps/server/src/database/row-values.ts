/** Values of rows in the types they must have, and rows as a statement's values. */

import { assert } from "@mega/domain";
import type { Row } from "./server-database.ts";

/** A column of whole numbers. */
export function numberIn(row: Row, column: string): number {
  const value = row[column];
  assert(typeof value === "number", `${column} of a row is a number`);
  return value;
}

/** A column of whole numbers that may be empty. */
export function numberOrNullIn(row: Row, column: string): number | null {
  return row[column] === null ? null : numberIn(row, column);
}

export function textIn(row: Row, column: string): string {
  const value = row[column];
  assert(typeof value === "string", `${column} of a row is a text`);
  return value;
}

export function textOrNullIn(row: Row, column: string): string | null {
  return row[column] === null ? null : textIn(row, column);
}

/** A column of bytes, as a copy of its own: the client's buffers hold other rows too. */
export function bytesIn(row: Row, column: string): Uint8Array {
  const value = row[column];
  assert(value instanceof Uint8Array, `${column} of a row is bytes`);
  return new Uint8Array(value);
}

export function bytesOrNullIn(row: Row, column: string): Uint8Array | null {
  return row[column] === null ? null : bytesIn(row, column);
}

/** A column with an array of whole numbers, some of which may be empty. */
export function numbersIn(row: Row, column: string): readonly (number | null)[] {
  const value = row[column];
  assert(Array.isArray(value), `${column} of a row is an array`);
  return value as readonly (number | null)[];
}

/** A column with an array of whole numbers, none of them empty, that may be empty itself. */
export function pairsIn(row: Row, column: string): readonly number[] | null {
  return row[column] === null ? null : (numbersIn(row, column) as readonly number[]);
}

/** An array as PostgreSQL reads it from a text: "{1,NULL,3}". */
export function arrayText(numbers: readonly (number | null)[]): string {
  return `{${numbers.map((one) => (one === null ? "NULL" : one)).join(",")}}`;
}

/** Rows behind VALUES: "($1,$2),($3,$4)", and the values in that order. */
export function valuesOf(rows: readonly (readonly unknown[])[]): {
  readonly text: string;
  readonly values: readonly unknown[];
} {
  let no = 0;
  const text = rows.map((row) => `(${row.map(() => `$${++no}`).join(",")})`).join(",");
  return { text, values: rows.flat() };
}
