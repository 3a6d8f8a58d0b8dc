import { readFileSync } from "node:fs";
import {
  access,
  operations,
  portalAccess,
  portalOperations,
  portalRoles,
  roles,
} from "@mega/contract";
import { expect, test } from "vitest";
import { accessDocument, portalDocument, withAccessTable, withPortalTable } from "./access-doc.ts";
import { partBelow, rowsOf } from "./markdown.ts";

const document = readFileSync(accessDocument, "utf8");
const portal = readFileSync(portalDocument, "utf8");

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

test("the portal's table is that of the code, with a row for each operation", () => {
  expect(portal).toBe(withPortalTable(portal));
  const rows = partBelow(portal, "Operations").flatMap(({ body }) => rowsOf(body));
  expect(rows.map(([name]) => name).sort()).toEqual(Object.keys(portalOperations).sort());
  expect(Object.keys(portalAccess).sort()).toEqual(Object.keys(portalOperations).sort());
});

test("every role of the portal is explained", () => {
  const rows = partBelow(portal, "People").flatMap(({ body }) => rowsOf(body));
  expect(rows.map(([name]) => name)).toEqual([...portalRoles]);
});
