import { type CountersTable, ExportV1 } from "@mega/contract";
import { dictionaries, languages } from "@mega/locale";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseCsv } from "../../../../packages/reports/src/testing/parse-csv.ts";
import { printedFigures } from "../../../../packages/reports/src/testing/printed-figures.ts";
import { readPdf } from "../../../../packages/reports/src/testing/read-pdf.ts";
import { readWorkbook } from "../../../../packages/reports/src/testing/read-workbook.ts";
import { wantedFigures } from "../../../../packages/reports/src/testing/wanted-figures.ts";
import { workbookFigures } from "../../../../packages/reports/src/testing/workbook-figures.ts";
import { asTsv, clipboardRows } from "../../../web/src/table/clipboard-table.ts";
import { choicesOf } from "../../../web/src/table/table-view.ts";
import type { ApiRig } from "./testing/api-rig.ts";
import {
  figuresOfExport,
  figuresOfLong,
  figuresOfTable,
  figuresOfWide,
} from "./testing/figures.ts";
import { smallBuilding } from "./testing/small-building.ts";

let rig: ApiRig;
let table: CountersTable;
beforeAll(async () => {
  rig = await smallBuilding();
  // A new tenant on the trip channel: its columns begin again, the total's do not.
  await rig.post("/channels/2/periods", {
    effectiveAt: "2026-05-02T04:32:00Z",
    index: { kind: "interpolated" },
    confirmChannelNo: 2,
  });
  table = (await rig.get("/counters")).json();
});
afterAll(() => rig.close());

const months = () => table.months.map(({ month }) => month);

test("the table has the figures that the meters' straight lines give", () => {
  const figures = figuresOfTable(table);
  // Half a kilowatt-hour an hour: 743 hours in March 2026, 720 in April.
  expect(figures["CH1/1 2026-03 diff"]).toBe("371.500");
  expect(figures["CH1/1 2026-04 diff"]).toBe("360.000");
  expect(figures["CH1/1 2026-05 index"]).toBe("2288.000");
  expect(figures["CH3/1 2026-04 diff"]).toBe("7.200");
  expect(figures["CH4/1 2026-05 diff"]).toBe("84.0");
  expect(figures["CH5/1 2026-05 index"]).toBeNull();
  expect(figures["CH2/1 2026-04 index"]).toBeNull();
  // Eleven and a half hours since the new tenant came.
  expect(figures["CH2/1 2026-05 diff"]).toBe("5.750");
  expect(Object.values(figures)).not.toContain("0");
});

test("the JSON file has the figures of the table", async () => {
  const answer = await rig.get("/export.json");
  expect(new Ajv2020().compile(ExportV1)(answer.json())).toBe(true);
  expect(figuresOfExport(answer.json())).toEqual(figuresOfTable(table));
});

test("both dialects and both shapes of CSV have the figures of the table, in every language", async () => {
  for (const dialect of ["excel-be", "rfc4180"] as const) {
    for (const language of languages) {
      const query = `dialect=${dialect}&language=${language}`;
      const rowsOf = async (shape: string) => {
        const { body } = await rig.get(`/export.csv?${query}&shape=${shape}`);
        const excel = dialect === "excel-be";
        expect(body.startsWith("\uFEFF")).toBe(excel);
        return parseCsv(body.replace(/^\uFEFF/, ""), excel ? ";" : ",");
      };
      expect(figuresOfLong(await rowsOf("long"))).toEqual(figuresOfTable(table));
      expect(figuresOfWide(await rowsOf("wide"), months())).toEqual(figuresOfTable(table));
    }
  }
});

test("the Excel file has the figures, letters and sums of the table, in every language", async () => {
  for (const language of languages) {
    const answer = await rig.get(`/export.xlsx?language=${language}`);
    const [counters, monthly] = readWorkbook(answer.rawPayload).sheets;
    expect(counters && workbookFigures(counters, months())).toEqual(wantedFigures(table));
    const rows = monthly?.rows.map((row) => row.map(({ text }) => text)) ?? [];
    expect(figuresOfLong(rows)).toEqual(figuresOfTable(table));
  }
});

test("the PDF has the figures, letters and sums of the table, in every language", async () => {
  for (const language of languages) {
    const answer = await rig.get(`/export.pdf?language=${language}`);
    const pdf = readPdf(answer.rawPayload);
    expect(printedFigures(pdf, months(), language)).toEqual(wantedFigures(table));
  }
});

test("the clipboard has the figures of the table, in every language", () => {
  for (const language of languages) {
    const rows = clipboardRows(
      table,
      choicesOf(new URLSearchParams()),
      dictionaries[language],
      language,
    );
    const cells = asTsv(rows)
      .split("\r\n")
      .map((line) => line.split("\t"));
    expect(figuresOfWide(cells, months())).toEqual(figuresOfTable(table));
  }
});

test("a part of the table has the same figures as the whole in every file", async () => {
  const part = "channels=1,2&months=2026-05,2026-03";
  const whole = figuresOfTable(table);
  const wanted = Object.fromEntries(
    Object.entries(whole).filter(([name]) => /^CH[12]\/\d 2026-0[53]/.test(name)),
  );
  expect(Object.keys(wanted)).toHaveLength(2 * 2 * 2 * 2);
  expect(figuresOfTable((await rig.get(`/counters?${part}`)).json())).toEqual(wanted);
  expect(figuresOfExport((await rig.get(`/export.json?${part}`)).json())).toEqual(wanted);
  const csv = await rig.get(`/export.csv?${part}`);
  expect(figuresOfLong(parseCsv(csv.body, ","))).toEqual(wanted);
  expect(csv.headers["content-disposition"]).toBe(
    'attachment; filename="residence-tilleuls_compteurs_ch1-ch2_2m-2026-05_20260502-1807.csv"; ' +
      "filename*=UTF-8''residence-tilleuls_compteurs_ch1-ch2_2m-2026-05_20260502-1807.csv",
  );
  expect(csv.headers["content-type"]).toBe("text/csv; charset=utf-8; header=present");
});

test("a part of the table goes into documents under its own name", async () => {
  const part = "channels=1,2&months=2026-05,2026-03&columns=name,units,index1,diff1,index2,diff2";
  const sums = (await rig.get(`/counters?${part.replace(/&columns.*/, "")}`)).json();
  const pdf = await rig.get(`/export.pdf?${part}`);
  const printed = printedFigures(readPdf(pdf.rawPayload), ["2026-05", "2026-03"], "fr");
  expect(printed).toEqual(wantedFigures(sums));
  const name = "residence-tilleuls_compteurs_ch1-ch2_2m-2026-05_20260502-1807";
  expect(pdf.headers["content-disposition"]).toContain(`filename="${name}.pdf"`);
  expect(pdf.headers["content-type"]).toBe("application/pdf");
  const xlsx = await rig.get(`/export.xlsx?${part}&language=en`);
  const english = name.replace("compteurs", "counters");
  expect(xlsx.headers["content-disposition"]).toContain(`filename="${english}.xlsx"`);
  expect(xlsx.headers["content-type"]).toContain("spreadsheetml");
  const [counters] = readWorkbook(xlsx.rawPayload).sheets;
  expect(counters?.rows[0]?.map(({ text }) => text)).toEqual([
    "Channel",
    "Name",
    "Line",
    "May 2026 *",
    "Mark",
    "March 2026",
    "Mark",
  ]);
});

test("a meter on two channels is summed once, and each total is that of its rows", async () => {
  const totals = table.totals.map(
    ({ medium, unit, counterNo, channels, cells }) =>
      `${medium} ${unit} ${counterNo} CH${channels.join("+")} ${cells[1]?.consumption}`,
  );
  expect(totals).toEqual([
    "electricity kWh 1 CH1+5 360.000",
    "electricity kWh 2 CH1+5 180.000",
    "heat kWh 1 CH4 1440.0",
    "water m3 1 CH3 7.200",
  ]);
  const [import1] = table.totals;
  expect(import1?.cells[1]).toMatchObject({ partial: true, missingChannels: [5] });
});
