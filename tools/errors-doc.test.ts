import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fieldCodes, problemCodes } from "../packages/contract/src/problem.ts";
import { adviceOf, Reason } from "../packages/contract/src/reasons.ts";
import { errorCodes } from "../packages/domain/src/error/mega-error.ts";
import { BusSettingsError } from "../packages/modbus/src/master/settings.ts";
import { exceptionCodes } from "../packages/modbus/src/pdu/function-code.ts";
import { partBelow, rowsOf } from "./markdown.ts";

const document = readFileSync(new URL("../docs/reference/errors.md", import.meta.url), "utf8");

/** The rows of the tables below a heading. */
function tableBelow(title: string): string[][] {
  return partBelow(document, title).flatMap(({ body }) => rowsOf(body));
}

/** The words of a union of texts, as the source has them. */
function unionIn(file: string, name: string): string[] {
  const source = readFileSync(new URL(`../packages/${file}`, import.meta.url), "utf8");
  const [, body = ""] = new RegExp(`export type ${name} =([^;]+);`).exec(source) ?? [];
  return [...body.matchAll(/"([^"]+)"/g)].map(([, word = ""]) => word);
}

const first = (rows: string[][]) => rows.map(([cell = ""]) => cell);

test("every code has a section, in the order of the code, and no other has one", () => {
  const titles = partBelow(document, "Codes")
    .slice(1)
    .map(({ title }) => title);
  expect(titles).toEqual([...problemCodes]);
});

test("every section says what it means, what to do and whether trying again can help", () => {
  for (const { title, body } of partBelow(document, "Codes").slice(1)) {
    const [means = "", list = ""] = body.split("\n- **Do:**");
    expect(means.trim().length, title).toBeGreaterThan(20);
    const [, action = "", again = "", status = ""] =
      /^ (.+)\n- \*\*Again:\*\* (yes|no)\n- \*\*HTTP:\*\* (\d{3})\n/.exec(list) ?? [];
    expect(action.length, title).toBeGreaterThan(10);
    expect(Number(status), title).toBeGreaterThanOrEqual(400);
    if (title in errorCodes) {
      const { retryable } = errorCodes[title as keyof typeof errorCodes];
      expect(again, title).toBe(retryable ? "yes" : "no");
    }
  }
});

test("the codes of fields are those of the interface", () => {
  expect(first(tableBelow("Faulty fields of a request"))).toEqual([...fieldCodes]);
});

test("every reason stands in one table, with the advice that pages give", () => {
  const rows = tableBelow("Reasons of a reading");
  expect(first(rows).sort()).toEqual([...Reason.enum].sort());
  for (const [reason = "", advice] of rows) expect(advice).toBe(adviceOf(reason as Reason));
});

test("the codes of links and of the bus are those of the code", () => {
  const codes = first(tableBelow("The bus and its links")).filter((cell) => /^[A-Z_]+$/.test(cell));
  const settings = new BusSettingsError("", "").code;
  expect(codes).toEqual([...unionIn("link/src/link.ts", "LinkErrorCode"), settings]);
});

test("the codes with which a unit refuses are those of the standard", () => {
  const rows = tableBelow("The bus and its links").filter(([cell = ""]) => /^\d+$/.test(cell));
  expect(Object.fromEntries(rows.map(([code, name = ""]) => [name, Number(code)]))).toEqual(
    exceptionCodes,
  );
});

test("the outcomes of a question are those of the bus", () => {
  const source = readFileSync(
    new URL("../packages/modbus/src/master/outcome.ts", import.meta.url),
    "utf8",
  );
  const [, union = ""] = /export type PollOutcome =([\s\S]+?);\n\n/.exec(source) ?? [];
  const kinds = [...union.matchAll(/kind: "([^"]+)"/g)].map(([, kind = ""]) => kind);
  kinds.push(...unionIn("modbus/src/master/outcome.ts", "FailureKind"));
  const known = first(tableBelow("The bus and its links")).filter((cell) => /^[a-z]/.test(cell));
  expect(known.sort()).toEqual(kinds.sort());
});

test("the refusals of the ledger and the faults of a verification are those of the code", () => {
  expect(first(tableBelow("Refusals of the ledger"))).toEqual(
    unionIn("ledger/src/append/event.ts", "RefusalCode"),
  );
  expect(first(tableBelow("Faults of a verification"))).toEqual(
    unionIn("ledger/src/entry/verify.ts", "VerifyFault"),
  );
});
