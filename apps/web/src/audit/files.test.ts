import type { AuditItem } from "@mega/contract";
import { expect, test } from "vitest";
import { auditCsv, auditJson } from "./files.ts";

const entry: AuditItem = {
  no: 7,
  at: "2026-05-02T16:03:11Z",
  actor: "=cmd|' /C calc'!A0",
  action: "login-refused",
  object: 'account:"anna", park',
  details: { from: "web" },
  fromIp: null,
  hash: "0".repeat(64),
};

test("a name that looks like a formula is text, and quotes are doubled", () => {
  const [head, line] = auditCsv([entry]).split("\r\n");
  expect(head).toBe("no,at,actor,action,object,from_ip,details,hash");
  expect(line).toContain(",'=cmd|' /C calc'!A0,");
  expect(line).toContain('"account:""anna"", park"');
  expect(line).toContain('"{""from"":""web""}"');
});

test("the JSON file holds the entries as they came", () => {
  expect(JSON.parse(auditJson([entry]))).toEqual([entry]);
});
