import { locationSlug } from "@mega/domain";
import fc from "fast-check";
import { expect, test } from "vitest";
import { exportFileName } from "./file-name.ts";
import { sampleTable } from "./testing/sample-table.ts";

// A building's name, and what it becomes.
const table = `
  Hollestraat 1                        | hollestraat-1
  Résidence « Les Tilleuls »           | residence-les-tilleuls
  Straße Ærø/Øst                       | strasse-aero-ost
  ../../etc/passwd                     | etc-passwd
  CON                                  | con-mega
  lpt9                                 | lpt9-mega
  connect                              | connect
  東京                                  | mega
  ---                                  | mega
  abcdefghijklmnopqrstuvwxyz 12345678  | abcdefghijklmnopqrstuvwxyz-1234
  abcdefghijklmnopqrstuvwxyzabcd 12345 | abcdefghijklmnopqrstuvwxyzabcd
`;

test.each(table.trim().split("\n"))("slug: %s", (row) => {
  const [location = "", slug = ""] = row.split("|").map((cell) => cell.trim());
  expect(locationSlug(location)).toBe(slug);
});

test("whatever the building is called, its slug is a plain name", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (location) => {
      const slug = locationSlug(location);
      expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(slug.length).toBeLessThanOrEqual(31);
    }),
    { numRuns: 300 },
  );
});

test("a file is named by building, content, scope, months and local time", () => {
  const name = (parts: Partial<Parameters<typeof exportFileName>[0]>) =>
    exportFileName({
      table: sampleTable,
      allChannels: true,
      language: "fr",
      extension: "csv",
      ...parts,
    });
  const stem = "residence-les-tilleuls";
  // 01:40 UTC is the second 02:40 of that night in Brussels.
  expect(name({})).toBe(`${stem}_compteurs_tous_2026-09-2026-10_20261025-0240.csv`);
  expect(name({ language: "de", allChannels: false, extension: "json" })).toBe(
    `${stem}_zaehlerstaende_ch1-ch2-ch3-ch4_2026-09-2026-10_20261025-0240.json`,
  );
  const oneMonth = { ...sampleTable, months: sampleTable.months.slice(1) };
  const oneRow = { ...oneMonth, rows: oneMonth.rows.slice(1, 2) };
  expect(name({ table: oneRow, allChannels: false })).toBe(
    `${stem}_compteurs_ch2_2026-09_20261025-0240.csv`,
  );
  const holed = [...sampleTable.months, { month: "2026-01", provisional: false }];
  const manyRows = Array.from({ length: 5 }, () => sampleTable.rows)
    .flat()
    .slice(0, 5);
  expect(
    name({ table: { ...sampleTable, months: holed, rows: manyRows }, allChannels: false }),
  ).toBe(`${stem}_compteurs_5ch_3m-2026-10_20261025-0240.csv`);
});
