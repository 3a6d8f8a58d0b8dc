import { readFileSync } from "node:fs";
import { access, operations, roles } from "@mega/contract";
import { expect, test } from "vitest";
import { accessDocument, withAccessTable } from "./access-doc.ts";
import { partBelow, rowsOf } from "./markdown.ts";

const document = readFileSync(accessDocument, "utf8");

test("the table of access is that of the code; npm run docs makes it anew", () => {
  expect(document).toBe(withAccessTable(document));
});

test("every operation has a row, and every row an operation", () => {
  const rows = partBelow(document, "Operations").flatMap(({ body }) => rowsOf(body));
  expect(rows.map(([name]) => name).sort()).toEqual(Object.keys(operations).sort());
  expect(Object.keys(access).sort()).toEqual(Object.keys(operations).sort());
});

test("every role is explained", () => {
  const rows = partBelow(document, "People").flatMap(({ body }) => rowsOf(body));
  expect(rows.map(([name]) => name)).toEqual([...roles]);
});
