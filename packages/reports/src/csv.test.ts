import { readFileSync } from "node:fs";
import type { CountersTable } from "@mega/contract";
import { languages } from "@mega/locale";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type CsvOptions, csvOf } from "./csv.ts";
import { parseCsv } from "./testing/parse-csv.ts";
import { sampleTable } from "./testing/sample-table.ts";

const golden: readonly (readonly [file: string, options: CsvOptions])[] = [
  ["long-rfc4180.csv", { dialect: "rfc4180", shape: "long", language: "de" }],
  ["long-excel-be-fr.csv", { dialect: "excel-be", shape: "long", language: "fr" }],
  ["wide-rfc4180.csv", { dialect: "rfc4180", shape: "wide", language: "en" }],
  ["wide-excel-be-nl.csv", { dialect: "excel-be", shape: "wide", language: "nl" }],
];

test.each(golden)("the sample as %s is byte for byte what stands there", (file, options) => {
  const bytes = readFileSync(new URL(`../golden/${file}`, import.meta.url));
  expect(csvOf(sampleTable, options)).toBe(bytes.toString("utf8"));
});

test("the wide form leaves out the columns and lines that are not ticked", () => {
  const options = { dialect: "rfc4180", shape: "wide", language: "fr" } as const;
  const text = csvOf(sampleTable, { ...options, columns: ["name", "diff1"] });
  expect(parseCsv(text, ",")).toEqual([
    ["channel", "name", "line", "2026-10", "2026-09"],
    ["1", "Apartment 1", "diff_1", "145.678", "200.500"],
    ["2", '=1+1; "court"', "diff_1", "1.05", "3.00"],
    ["3", "@boiler", "diff_1", "", ""],
  ]);
});

test("every language has a head for every column, none of them twice", () => {
  for (const language of languages) {
    for (const shape of ["long", "wide"] as const) {
      const text = csvOf(sampleTable, { dialect: "excel-be", shape, language });
      const heads = parseCsv(text.slice(1), ";")[0] ?? [];
      expect(heads.length).toBe(shape === "long" ? 22 : 10);
      expect(new Set(heads).size).toBe(heads.length);
      expect(heads).not.toContain("");
      expect(heads).not.toContain("undefined");
    }
  }
});

test("excel-be keeps stable heads where they are asked for", () => {
  const options = { dialect: "excel-be", shape: "long", language: "fr", words: "stable" } as const;
  const [heads] = parseCsv(csvOf(sampleTable, options).slice(1), ";");
  expect(heads?.slice(0, 3)).toEqual(["location", "channel", "name"]);
  expect(heads).toContain("utc_offset");
});

test("a file of invented figures says so in every line", () => {
  const demo = { ...sampleTable, gateway: { ...sampleTable.gateway, demo: true } };
  for (const shape of ["long", "wide"] as const) {
    const text = csvOf(demo, { dialect: "rfc4180", shape, language: "fr" });
    const [heads, ...lines] = parseCsv(text, ",");
    expect(heads?.at(-1)).toBe("demo");
    expect(new Set(lines.map((line) => line.at(-1)))).toEqual(new Set(["true"]));
  }
});

const anyText = fc.string({ unit: "grapheme", maxLength: 31 });
const anyFigure = fc.option(
  fc.tuple(fc.nat(999_999), fc.nat(999)).map(([whole, rest]) => {
    return `${whole}.${String(rest).padStart(3, "0")}`;
  }),
);
const anyTable = fc
  .record({ names: fc.array(anyText, { minLength: 4, maxLength: 4 }), figure: anyFigure })
  .map(({ names, figure }): CountersTable => {
    const rows = sampleTable.rows.map((row, index) => ({
      ...row,
      name: names[index] ?? "",
      counters: row.counters.map((counter) => ({
        ...counter,
        cells: counter.cells.map((cell) => ({ ...cell, index: figure, consumption: figure })),
      })),
    }));
    return { ...sampleTable, rows };
  });

test("whatever the names are, both dialects parse back to the cells of the table", () => {
  fc.assert(
    fc.property(anyTable, (table) => {
      const plain = parseCsv(
        csvOf(table, { dialect: "rfc4180", shape: "long", language: "fr" }),
        ",",
      );
      const excel = parseCsv(
        csvOf(table, { dialect: "excel-be", shape: "long", language: "fr" }).slice(1),
        ";",
      );
      const expected = table.rows.flatMap((row) =>
        row.counters.flatMap(({ cells }) => cells.map((cell) => [row.name, cell.index ?? ""])),
      );
      expect(plain.slice(1).map((line) => [line[2], line[11]])).toEqual(expected);
      const guarded = expected.map(([name = "", index = ""]) => [
        /^[=+\-@\t\r\n]/.test(name) ? `'${name}` : name,
        index.replace(".", ","),
      ]);
      expect(excel.slice(1).map((line) => [line[2], line[11]])).toEqual(guarded);
    }),
    { numRuns: 200 },
  );
});

test("no cell of an Excel file begins a formula", () => {
  fc.assert(
    fc.property(anyTable, fc.constantFrom("long" as const, "wide" as const), (table, shape) => {
      const text = csvOf(table, { dialect: "excel-be", shape, language: "de" });
      for (const cell of parseCsv(text.slice(1), ";").flat()) {
        expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
      }
    }),
    { numRuns: 100 },
  );
});

test("the reference lists the columns of the long form in their order", () => {
  const reference = readFileSync(
    new URL("../../../docs/reference/csv.md", import.meta.url),
    "utf8",
  );
  const [, section = ""] = reference.split("## Long");
  const listed = [...section.matchAll(/^\| `([a-z_]+)` \| .*$/gm)].map(([, column]) => column);
  const options = { dialect: "excel-be", shape: "long", language: "fr", words: "stable" } as const;
  const [heads = []] = parseCsv(csvOf(sampleTable, options).slice(1), ";");
  expect(listed.slice(0, heads.length)).toEqual(heads);
});
