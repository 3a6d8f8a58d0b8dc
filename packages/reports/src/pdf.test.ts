import { tableColumns } from "@mega/contract";
import { dictionaries, languages } from "@mega/locale";
import fc from "fast-check";
import { expect, test } from "vitest";
import { brokenName } from "./pdf/broken-name.ts";
import { pdfOf } from "./pdf.ts";
import { marked } from "./testing/marked-table.ts";
import { printedFigures } from "./testing/printed-figures.ts";
import { readPdf } from "./testing/read-pdf.ts";
import { sampleTable } from "./testing/sample-table.ts";
import { wantedFigures } from "./testing/wanted-figures.ts";
import { wideTable } from "./testing/wide-table.ts";

const all = { language: "fr", columns: tableColumns } as const;

test("the paper has every figure and letter of the table, in every language", async () => {
  for (const language of languages) {
    const pdf = readPdf(await pdfOf(marked, { ...all, language }));
    expect(printedFigures(pdf, ["2026-10", "2026-09"], language)).toEqual(wantedFigures(marked));
    const [title = [], facts = []] = pdf.pages[0] ?? [];
    const { files, states } = dictionaries[language];
    expect(title).toEqual([`${files.title} – Résidence Les Tilleuls`, files.demo]);
    expect(facts.join("|")).toContain("MEGA16 02:00:00:00:00:16 · ");
    expect(facts.at(-1)).toBe(files.page("1", "1"));
    const legend = pdf.pages[0]?.at(-1)?.join(" ") ?? "";
    for (const meaning of [states.marks.held, states.marks.partial, states.marks.missing]) {
      expect(legend).toContain(meaning);
    }
  }
});

test("twelve months of six digits stand beside one another, larger ones on pages of six", async () => {
  for (const [index, pages] of [
    ["123456.789", 1],
    ["987654321.123", 2],
  ] as const) {
    const table = wideTable({ channels: 4, index, name: "Appartement 12, étage 3, gauche" });
    const pdf = readPdf(await pdfOf(table, all));
    expect(pdf.pages).toHaveLength(pages);
    const months = table.months.map(({ month }) => month);
    expect(printedFigures(pdf, months, "fr")).toEqual(wantedFigures(table));
  }
});

test("every page has the head, and no channel stands on two", async () => {
  const table = wideTable({ channels: 40, index: "123456.789", name: "Flat" });
  const pdf = readPdf(await pdfOf(table, all));
  expect(pdf.pages.length).toBeGreaterThan(2);
  for (const [at, page] of pdf.pages.entries()) {
    expect(page[0]?.[0]).toBe("Relevés – Résidence Les Tilleuls");
    expect(page[1]?.at(-1)).toBe(`Page ${at + 1}/${pdf.pages.length}`);
    const lines = page.filter((line) => line.some((text) => /^(Index|DIFF) [12] /.test(text)));
    expect(lines[0]?.[0]).toMatch(/^CH\d+$/);
    expect(lines.length % 4).toBe(0);
  }
});

test("the document names itself and carries its fonts, and letters of neighbours print", async () => {
  const name = "Łódź Ångström œuvre ß ’t Zand";
  const pdf = readPdf(await pdfOf(wideTable({ channels: 1, index: "1.0", name }), all));
  expect(pdf.info).toMatch(/^Title: +Relevés – Résidence Les Tilleuls$/m);
  expect(pdf.info).toMatch(/^Page size: .*A4/m);
  expect(pdf.fonts.match(/^\w+\+SourceSans3-\w+ .* yes yes yes /gm)).toHaveLength(2);
  const words = pdf.pages.flat(2).join(" ");
  for (const word of name.split(" ")) expect(words).toContain(word);
});

test("a file of invented figures says so on every page, another one nowhere", async () => {
  const texts = (pdf: ReturnType<typeof readPdf>) => pdf.pages.flat(2).join(" ");
  expect(texts(readPdf(await pdfOf(marked, all)))).toContain("DÉMO");
  expect(texts(readPdf(await pdfOf(sampleTable, all)))).not.toContain("DÉMO");
});

test("a channel outside the sums says so, and a sum names what it counts and of how many", async () => {
  const rows = marked.rows.map((row) => ({ ...row, inTotals: row.channelNo !== 1 }));
  const lines = readPdf(await pdfOf({ ...marked, rows }, all)).pages.flat();
  const texts = lines.map((line) => line[0]);
  expect(texts.filter((text) => text === "hors totaux")).toHaveLength(1);
  // The name is broken where its column ends.
  const at = texts.findIndex((text) => text?.startsWith("Total DIFF 1"));
  expect(texts.slice(at, at + 3).join(" ")).toBe("Total DIFF 1 Électricité, prélèvement 1 canal");
});

test("heads stand apart where nothing or little stands below them", async () => {
  for (const rows of [[], marked.rows.map((row) => ({ ...row, name: "" }))]) {
    const { pages } = readPdf(await pdfOf({ ...marked, rows, totals: [] }, all));
    const heads = pages[0]?.find(([first]) => first === "CH");
    expect(heads).toEqual(["CH", "Nom", "Relevé le", "Ligne", "oct. 26 *", "sept. 26"]);
  }
});

test("a broken name keeps all its letters and no line is too wide", () => {
  const width = (text: string) => text.length;
  expect(brokenName("Appartement 12 gauche", 12, width)).toEqual(["Appartement", "12 gauche"]);
  expect(brokenName("Rez-de-chaussée", 6, width)).toEqual(["Rez-de", "-chaus", "sée"]);
  expect(brokenName("", 6, width)).toEqual([]);
  fc.assert(
    fc.property(fc.string({ maxLength: 31 }), fc.integer({ min: 1, max: 31 }), (name, room) => {
      const lines = brokenName(name, room, width);
      expect(lines.join("").replace(/\s/g, "")).toBe(name.replace(/\s/g, ""));
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(room);
    }),
  );
});
