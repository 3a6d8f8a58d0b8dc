import { tableColumns } from "@mega/contract";
import { dictionaries, languages } from "@mega/locale";
import { expect, test } from "vitest";
import { marked } from "./testing/marked-table.ts";
import { type ReadCell, readWorkbook } from "./testing/read-workbook.ts";
import { sampleTable } from "./testing/sample-table.ts";
import { wantedFigures } from "./testing/wanted-figures.ts";
import { workbookFigures } from "./testing/workbook-figures.ts";
import { xlsxOf } from "./xlsx.ts";

const all = { language: "fr", columns: tableColumns } as const;
const months = ["2026-10", "2026-09"];

test("a workbook has every figure and letter of the table, as numbers, in every language", async () => {
  for (const language of languages) {
    const { sheets } = readWorkbook(await xlsxOf(marked, { ...all, language }));
    const { files } = dictionaries[language];
    expect(sheets.map(({ name }) => name)).toEqual(Object.values(files.sheets));
    for (const { name } of sheets) expect(name).toMatch(/^\p{L}{1,31}$/u);
    const [counters] = sheets;
    expect(counters && workbookFigures(counters, months)).toEqual(wantedFigures(marked));
    const kinds = sheets.flatMap(({ rows }) => rows.flat()).map(({ kind }) => kind);
    expect(kinds).not.toContain("formula");
    expect(kinds).not.toContain("error");
  }
});

test("a number shows the decimals of its meter, and a missing figure is an empty cell", async () => {
  const [counters] = readWorkbook(await xlsxOf(sampleTable, all)).sheets;
  const october = (line: number) => counters?.rows[line]?.[5];
  expect(october(1)).toEqual({ kind: "number", text: "12345.678", format: "#,##0.000" });
  expect(october(3)).toEqual({ kind: "number", text: "0.000", format: "#,##0.000" });
  expect(october(5)).toEqual({ kind: "number", text: "81.05", format: "#,##0.00" });
  expect(october(7)?.kind).toBe("empty");
});

test("times are local dates, in the doubled hour with their offset beside them", async () => {
  const [counters, monthly] = readWorkbook(await xlsxOf(sampleTable, all)).sheets;
  expect(counters?.rows[1]?.slice(3, 5)).toEqual([
    { kind: "time", text: "2026-10-25 02:30:05", format: "dd/mm/yyyy hh:mm" },
    { kind: "time", text: "2025-02-01 00:00:00", format: "dd/mm/yyyy hh:mm" },
  ]);
  const times = [1, 5].map((line) => monthly?.rows[line]?.slice(18, 20).map(({ text }) => text));
  expect(times).toEqual([
    ["2026-10-25 02:30:05", "UTC+02:00"],
    ["2026-10-25 02:30:05", "UTC+01:00"],
  ]);
});

test("text stays text, whatever a spreadsheet would take it for", async () => {
  const names = ["=1+1", "#N/A", "-2", "@SUM(A1)", "1e5", " a & b <c>"];
  const rows = sampleTable.rows
    .slice(0, 3)
    .flatMap((row, at) =>
      [0, 3].map((add) => ({ ...row, channelNo: at + add + 1, name: names[at + add] ?? "" })),
    );
  const [, , meters] = readWorkbook(await xlsxOf({ ...sampleTable, rows }, all)).sheets;
  const shown = new Set(meters?.rows.slice(1).map((row) => row[1]));
  expect([...shown].every((cell: ReadCell | undefined) => cell?.kind === "text")).toBe(true);
  expect(new Set([...shown].map((cell) => cell?.text))).toEqual(new Set(names));
});

test("a figure with more digits than a spreadsheet keeps is written as text, whole", async () => {
  const latest = { index: "9007199254740993.125", takenAt: "2026-10-25T00:30:05.250Z" };
  const rows = sampleTable.rows.map((row) => ({
    ...row,
    counters: row.counters.map((counter) => ({ ...counter, latest })),
  }));
  const [, , meters] = readWorkbook(await xlsxOf({ ...sampleTable, rows }, all)).sheets;
  expect(meters?.rows[1]?.[9]).toMatchObject({ kind: "text", text: latest.index });
});

test("heads stay in sight and repeat on paper; the filter ends above the sums", async () => {
  const book = readWorkbook(await xlsxOf(marked, all));
  expect(book).toMatchObject({ title: "Relevés Résidence Les Tilleuls", creator: "MEGA 0.1.0" });
  const [counters, monthly, meters, info] = book.sheets;
  // Paper 9 is A4; one page wide, as high as it gets.
  const page = { paper: "9 landscape", fit: "1x0" };
  expect(counters).toMatchObject({ ...page, frozen: "D2", filter: "A1:J9", repeatedRows: "$1:$1" });
  expect(monthly).toMatchObject({ ...page, frozen: "D2", filter: "A1:W9", repeatedRows: "$1:$1" });
  expect(meters).toMatchObject({ ...page, frozen: "C2", filter: "A1:N5", repeatedRows: "$1:$1" });
  expect(info).toMatchObject({ ...page, filter: null, frozen: null });
});

test("the info sheet says where the figures come from and what the letters mean", async () => {
  const info = readWorkbook(await xlsxOf(marked, all)).sheets[3];
  const lines = info?.rows.map((row) =>
    row
      .map(({ text }) => text)
      .join("|")
      .replace(/\|+$/, ""),
  );
  expect(lines).toEqual([
    "DÉMO : chiffres inventés",
    "Bâtiment|Résidence Les Tilleuls",
    "Passerelle|MEGA16 02:00:00:00:00:16",
    "Version|0.1.0",
    "Mois|septembre 2026 – octobre 2026",
    "Contenu|3 canaux × 2 mois",
    "Fuseau horaire|Europe/Brussels",
    "Établi le|2026-10-25 02:40:00|UTC+01:00",
    "",
    "Signes",
    "*|mois en cours, provisoire",
    "I|interpolé",
    "E|estimé",
    "Q|quarantaine",
    "S|compteur remplacé",
    "M|lu par une personne",
    "=|recul d’un pas retenu",
    "P|total partiel",
    "Cellule vide : pas de relevé, jamais zéro",
    "Décimales tronquées, jamais arrondies.",
  ]);
  expect(info?.head).toContain("DÉMO");
});

test("columns and lines that are not ticked are left out of the table", async () => {
  const columns = ["diff1"] as const;
  const [counters] = readWorkbook(await xlsxOf(sampleTable, { ...all, columns })).sheets;
  expect(counters?.rows.map((row) => row.slice(0, 3).map(({ text }) => text))).toEqual([
    ["Canal", "Ligne", "octobre 2026 *"],
    ["1", "DIFF 1", "145.678"],
    ["2", "DIFF 1", "1.05"],
    ["3", "DIFF 1", ""],
  ]);
  expect(counters?.frozen).toBe("C2");
});
