import type { ChannelRow, CountersTable } from "@mega/contract";
import { languages } from "@mega/locale";
import { expect, test } from "vitest";
import { errorMail, recoveredMail, reportMail, testMail, watchedFindings } from "./email.ts";
import { sampleTable } from "./testing/sample-table.ts";
import { wideTable } from "./testing/wide-table.ts";

const visible = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");
const options = { language: "fr", pagesUrl: "https://mega.local/" } as const;
/** The sample of 25 October, looked at on 2 November, when October has ended. */
const november: CountersTable = {
  ...sampleTable,
  generatedAt: "2026-11-02T07:00:00.000Z",
  months: sampleTable.months.map(({ month }) => ({ month, provisional: false })),
};
const report = (table: CountersTable, month: string | null, more: object = {}) =>
  reportMail(table, { ...options, month, files: [], late: null, ...more });

test("the subject says building, month and how many channels are in order, and no name", () => {
  const { subject } = report(sampleTable, null);
  expect(subject).toBe(
    "[MEGA Résidence Les Tilleuls] Relevés 25/10/2026 02:40 – 1/3 OK, 2 à vérifier",
  );
  expect(report(november, "2026-10").subject).toBe(
    "[MEGA Résidence Les Tilleuls] Relevés octobre 2026 – 0/3 OK, 3 à vérifier",
  );
  for (const { name } of sampleTable.rows) {
    if (name !== "") expect(subject).not.toContain(name);
  }
});

test("the first three lines say what it is about, what is wrong and where to look", () => {
  const lines = report(sampleTable, null).text.split("\n").slice(0, 3);
  expect(lines).toEqual([
    "Relevés du 25/10/2026 02:40, Résidence Les Tilleuls (MEGA16 02:00:00:00:00:16).",
    "1 sur 3 en ordre. À vérifier : CH2 quarantaine depuis le 20/10/2026 02:02 · CH3 jamais lu.",
    "Détail : page COMPTEURS, https://mega.local/",
  ]);
});

test("a month that should be closed and is not stands among what is wrong", () => {
  const { text } = report(november, "2026-10");
  expect(text).toContain("CH1 pas de relevé depuis le 25/10/2026");
  expect(text).toContain("mois non clôturé : octobre 2026");
  // September is closed for all.
  expect(report(november, "2026-09").text).not.toContain("mois non clôturé");
});

test("the table of a month prints its figures, what is wrong first", () => {
  const { text } = report(sampleTable, "2026-09");
  const rows = visible(text).split("\n");
  const at = rows.indexOf("Index et consommation, septembre 2026");
  const table = rows.slice(at + 1, at + 5).map((line) => line.split(/ {2,}/));
  expect(table.map(([channel]) => channel)).toEqual(["CH", "CH2", "CH3", "CH1"]);
  expect(table[1]).toEqual([
    "CH2",
    '=1+1; "court"',
    "80,00 m³",
    "3,00 m³",
    "quarantaine depuis le 20/10/2026 02:02",
  ]);
  expect(table[2]?.slice(2, 4)).toEqual(["—", "—"]);
  expect(table[3]).toEqual(["CH1", "Apartment 1", "12 200,000 kWh", "200,500 kWh", "en ordre"]);
});

test("at most twenty lines stand in the table, and the rest is counted", () => {
  const table = wideTable({ channels: 32, index: "12.000", name: "Flat" });
  const { text, html } = report(table, "2026-04");
  expect(text).toContain("44 lignes de plus sur la page.");
  expect(html.match(/<tr><th scope="row">/g)).toHaveLength(20);
});

test("names are text in the HTML, and nothing is loaded from anywhere", () => {
  const { html } = report(sampleTable, null, { files: ["a.csv"] });
  expect(html).toContain("=1+1; &quot;court&quot;");
  expect(html).toContain('<a href="https://mega.local/">https://mega.local/</a>');
  expect(html).toContain("Joint : a.csv");
  expect(html).not.toMatch(/<(img|script|link|iframe)|background|url\(/i);
  const evil: ChannelRow[] = sampleTable.rows.map((row) => ({
    ...row,
    name: "<img src=x onerror=alert(1)>",
  }));
  expect(report({ ...sampleTable, rows: evil }, null).html).not.toContain("<img");
});

test("a report that is late says when it was due and what fell out", () => {
  const late = { dueMs: Date.parse("2026-10-24T06:00:00Z"), missed: 2 };
  expect(report(sampleTable, null, { late }).text).toContain(
    "Prévu le 24/10/2026 08:00 ; la passerelle était arrêtée à ce moment. 2 rapports n’ont pas été envoyés.",
  );
});

test("the error mail is about ticked channels alone, after a day and not after an hour", () => {
  const all = new Set([1, 2, 3, 4]);
  const channels = (table: CountersTable, watched: ReadonlySet<number>) =>
    watchedFindings(table, watched).map(({ channelNo }) => channelNo);
  expect(channels(sampleTable, all)).toEqual([2, 3]);
  expect(channels(sampleTable, new Set([1]))).toEqual([]);
  const [first, ...others] = sampleTable.rows;
  if (first === undefined) throw new Error("The sample has a first channel");
  const silentFor = (hours: number): CountersTable => {
    const since = new Date(Date.parse(sampleTable.generatedAt) - hours * 3_600_000).toISOString();
    const row = { ...first, logTime: since, state: "silent" as const };
    return { ...sampleTable, rows: [{ ...row, problem: { reason: "timeout", since } }, ...others] };
  };
  expect(channels(silentFor(23), new Set([1]))).toEqual([]);
  expect(channels(silentFor(25), new Set([1]))).toEqual([1]);
  // October ended two days ago and is closed for nobody.
  expect(channels(november, new Set([2]))).toEqual([2]);
});

test("an error mail names what is wrong and what is right again; the last one ends the trouble", () => {
  const wrong = watchedFindings(sampleTable, new Set([2]));
  const mail = errorMail(sampleTable, wrong, [1], options);
  expect(mail.subject).toBe("[MEGA Résidence Les Tilleuls] 1 canal à vérifier");
  expect(mail.text).toContain("CH2 quarantaine depuis le 20/10/2026 02:02.");
  expect(mail.text).toContain("De nouveau en ordre : CH1.");
  const over = recoveredMail(sampleTable, [2], options);
  expect(over.subject).toBe("[MEGA Résidence Les Tilleuls] Tout est de nouveau en ordre");
  expect(over.text).toContain("De nouveau en ordre : CH2.");
});

test("a demo says so in subject and text", () => {
  const demo = { ...sampleTable, gateway: { ...sampleTable.gateway, demo: true } };
  const { subject, text } = report(demo, null);
  expect(subject).toContain("[MEGA Résidence Les Tilleuls DÉMO]");
  expect(text).toContain("DÉMO : chiffres inventés");
});

test("every language writes every mail without a gap", () => {
  for (const language of languages) {
    const spoken = { language, pagesUrl: null };
    const wrong = watchedFindings(sampleTable, new Set([1, 2, 3]));
    for (const { subject, text, html } of [
      reportMail(november, { ...spoken, month: "2026-10", files: ["a.csv"], late: null }),
      errorMail(sampleTable, wrong, [], spoken),
      recoveredMail(sampleTable, [1], spoken),
      testMail(sampleTable, spoken),
    ]) {
      expect(`${subject}${text}${html}`).not.toMatch(/undefined|null|NaN|\[object/);
      expect(subject).not.toMatch(/[\r\n]/);
    }
  }
});
