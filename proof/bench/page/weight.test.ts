import { languages } from "@mega/locale";
import { beforeAll, expect, test } from "vitest";
import { type BuiltFile, buildPages } from "./built-pages.ts";
import { closure, fileFrom, firstVisit, gzipBytesOf } from "./first-visit.ts";

/** The goal of the product is 60 000 bytes; the page keeps well below it. */
const GZIP_BYTES_MAX = 48_000;

let files: readonly BuiltFile[];

beforeAll(async () => {
  files = await buildPages();
});

test.each(languages)("the first visit to COUNTERS in %s weighs what it may", (language) => {
  const weights = firstVisit(files, language).map((file) => ({ file, bytes: gzipBytesOf(file) }));
  const table = weights.map(({ file, bytes }) => `${bytes} ${file.path}`).join("\n");
  const sum = weights.reduce((total, { bytes }) => total + bytes, 0);
  expect(sum, table).toBeLessThanOrEqual(GZIP_BYTES_MAX);
});

const ALL_WORDS = "apps/web/src/state/all-words.ts";

test.each([
  ["COUNTERS", "apps/web/index.html"],
  ["the login page", "apps/web/src/login/login-page.tsx"],
])("nothing of %s says words that have not come yet", (_page, source) => {
  const sources = closure(files, [fileFrom(files, source).path]).flatMap((file) => file.sources);
  expect(sources.length).toBeGreaterThan(0);
  expect(sources).not.toContain(ALL_WORDS);
});

test("the first visit brings the words of one language, and of these the first alone", () => {
  const words = firstVisit(files, "nl")
    .flatMap(({ sources }) => sources)
    .filter((source) => /locale\/src\/(?:fr|nl|de|en)\//.test(source));
  expect(words).toContain("packages/locale/src/nl/counters.ts");
  expect(words.filter((source) => !source.includes("/nl/"))).toEqual([]);
  expect(words).not.toContain("packages/locale/src/nl/config.ts");
});

test("nothing of the first visit checks schemas", () => {
  const sources = firstVisit(files, "fr").flatMap((file) => file.sources);
  expect(sources.filter((source) => /typebox|packages\/contract/.test(source))).toEqual([]);
});
