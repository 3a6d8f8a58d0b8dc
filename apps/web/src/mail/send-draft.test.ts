import type { MailSummary } from "@mega/contract";
import { expect, test } from "vitest";
import { sampleTable } from "../../../../packages/reports/src/testing/sample-table.ts";
import { choicesOf } from "../table/table-view.ts";
import { draftOf, faultsOf, requestOf } from "./send-draft.ts";

const settings: MailSummary = {
  server: "smtp.example.org",
  port: 587,
  tls: "starttls",
  from: "mega@example.org",
  to: "anna@example.org",
  cc: ["bert@example.org"],
  language: "nl",
  rhythm: "month",
  formats: ["csv"],
  csvDialect: "excel-be",
};
const choices = (text: string) => choicesOf(new URLSearchParams(text));

test("the fields begin as the settings have them, and everything shown is left out", () => {
  const request = requestOf(draftOf(settings), sampleTable, choices("show=all"));
  expect(request).toEqual({
    what: "report",
    formats: ["csv"],
    csvDialect: "excel-be",
    to: "anna@example.org",
    cc: ["bert@example.org"],
    language: "nl",
  });
});

test("what is filtered on the page is what is sent", () => {
  expect(requestOf(draftOf(settings), sampleTable, choices("ch=2"))?.channels).toEqual([2]);
  expect(requestOf(draftOf(settings), sampleTable, choices("show=active"))?.channels).toEqual([
    1, 2, 3,
  ]);
});

test("a field that does not fit keeps the mail back and says which rule it breaks", () => {
  const draft = draftOf(settings);
  const six = Array.from({ length: 6 }, (_, no) => `a${no}@example.org`).join(", ");
  expect(faultsOf({ ...draft, to: "anna" })).toEqual({ to: "badAddress", cc: null });
  expect(faultsOf({ ...draft, cc: "bert@example.org, carl" }).cc).toBe("badAddress");
  expect(faultsOf({ ...draft, cc: six }).cc).toBe("tooMany");
  expect(requestOf({ ...draft, cc: six }, sampleTable, choices(""))).toBeNull();
});
