import { expect, test } from "vitest";
import {
  dictionaries,
  formatCount,
  formatDate,
  formatDateTime,
  formatDecimal,
  formatLongDate,
  formatMonth,
  formatQuantity,
  type Language,
  languages,
  MISSING,
  parseTypedDecimal,
  portalDictionaries,
  preferredLanguage,
  shiftDecimal,
} from "./index.ts";

const visible = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");
const brussels = "Europe/Brussels";

test.each([
  ["fr", "9 634,865"],
  ["nl", "9.634,865"],
  ["de", "9.634,865"],
  ["en", "9,634.865"],
] as const)("a figure in %s is written %s", (language, written) => {
  expect(visible(formatDecimal("9634.865", language))).toBe(written);
});

test("digits beyond a float's precision are kept", () => {
  expect(formatDecimal("999999999999999.123456789", "en")).toBe("999,999,999,999,999.123456789");
});

test("a missing figure is a dash and zero is a zero", () => {
  expect(formatDecimal(null, "fr")).toBe(MISSING);
  expect(formatQuantity(null, "kWh", "fr")).toBe(MISSING);
  expect(formatDecimal("0.000", "fr")).toBe("0,000");
});

test("a minus is typographic on screen and ASCII in files", () => {
  expect(formatDecimal("-0.120", "nl")).toBe("\u22120,120");
  expect(formatDecimal("-1234.5", "nl", { minus: "ascii", grouping: false })).toBe("-1234,5");
});

test("a quantity carries its unit behind a no-break space", () => {
  expect(formatQuantity("6.482", "m3", "de")).toBe("6,482\u00a0m³");
  expect(visible(formatQuantity("9634.865", "kWh", "fr"))).toBe("9 634,865 kWh");
  expect(visible(formatCount(18422, "fr"))).toBe("18 422");
});

test("a decimal is shifted without rounding", () => {
  expect(shiftDecimal("9634.865", 3)).toBe("9634865");
  expect(shiftDecimal("9634.8", 3)).toBe("9634800");
  expect(shiftDecimal("0.001", 3)).toBe("1");
  expect(shiftDecimal("-12.5", -3)).toBe("-0.0125");
  expect(shiftDecimal("512.3", -3)).toBe("0.5123");
  expect(shiftDecimal("0.000", 3)).toBe("0");
});

test("a typed figure is read in the language's writing and doubtful ones are refused", () => {
  expect(parseTypedDecimal("1 115,2", "fr")).toBe("1115.2");
  expect(parseTypedDecimal("1.115,200", "nl")).toBe("1115.200");
  expect(parseTypedDecimal("1,115.2", "en")).toBe("1115.2");
  expect(parseTypedDecimal("1115", "de")).toBe("1115");
  expect(parseTypedDecimal("1115.2", "fr")).toBe("1115.2");
  expect(parseTypedDecimal("1,2,3", "fr")).toBeUndefined();
  expect(parseTypedDecimal("-4", "fr")).toBeUndefined();
  expect(parseTypedDecimal("", "fr")).toBeUndefined();
});

test("instants stand in the building's time zone", () => {
  const at = "2026-05-02T16:03:11Z";
  expect(formatDateTime(at, brussels, "fr")).toBe("02/05/2026 18:03");
  expect(formatDateTime(at, brussels, "nl")).toBe("02/05/2026 18:03");
  expect(formatDateTime(at, brussels, "en")).toBe("02/05/2026 18:03");
  expect(formatDateTime(at, brussels, "de")).toBe("02.05.2026 18:03");
  expect(formatDateTime(Date.parse("2026-12-31T23:30:00Z"), brussels, "fr")).toBe(
    "01/01/2027 00:30",
  );
  expect(formatDate("2026-10-25T00:30:00Z", brussels, "fr")).toBe("25/10/2026");
});

test("long dates follow the language", () => {
  const at = "2026-05-27T10:00:00Z";
  expect(formatLongDate(at, brussels, "fr")).toBe("mercredi 27 mai 2026");
  expect(formatLongDate(at, brussels, "nl")).toBe("woensdag 27 mei 2026");
  expect(formatLongDate(at, brussels, "de")).toBe("Mittwoch, 27. Mai 2026");
  expect(formatLongDate(at, brussels, "en")).toBe("Wednesday 27 May 2026");
});

test("short months are those that Belgium writes", () => {
  const year = (language: Language) =>
    Array.from({ length: 12 }, (_, index) =>
      formatMonth(`2026-${String(index + 1).padStart(2, "0")}`, language, "short"),
    ).join(" ");
  expect(year("fr")).toBe("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.");
  expect(year("nl")).toBe("jan feb mrt apr mei jun jul aug sep okt nov dec");
  expect(year("de")).toBe("Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez");
  expect(formatMonth("2026-05", "fr", "long")).toBe("mai 2026");
  expect(formatMonth("2026-05", "de", "short-year")).toBe("Mai 26");
});

test("the first language of a list that is ours is preferred", () => {
  expect(preferredLanguage(["pl-PL", "nl-BE", "en"])).toBe("nl");
  expect(preferredLanguage(["pl"])).toBeUndefined();
});

/** Every text of a dictionary by its path; functions are called with telling arguments. */
function textsOf(node: unknown, path: string, into: Map<string, string>): Map<string, string> {
  if (typeof node === "string") into.set(path, node);
  else if (typeof node === "function") {
    const names = Array.from({ length: node.length }, (_, index) => `<${index}>`);
    into.set(path, String((node as (...names: string[]) => string)(...names)));
  } else {
    for (const [key, value] of Object.entries(node as object))
      textsOf(value, `${path}.${key}`, into);
  }
  return into;
}

/** Every text of the product in a language: a gateway's pages and files, and the portal's. */
const allTexts = (language: Language) =>
  textsOf([dictionaries[language], portalDictionaries[language]], "", new Map());

test("all dictionaries have the same keys, no empty text and use every placeholder", () => {
  const source = allTexts("fr");
  for (const language of languages) {
    const texts = allTexts(language);
    expect([...texts.keys()].sort()).toEqual([...source.keys()].sort());
    for (const [path, text] of texts) {
      expect(text.trim(), `${language}${path}`).not.toBe("");
      const placeholders = (value: string) => [...new Set(value.match(/<\d>/g) ?? [])].sort();
      expect(placeholders(text), `${language}${path}`).toEqual(
        placeholders(source.get(path) ?? ""),
      );
    }
  }
});

test("no sentence of French, Dutch or German is left in English", () => {
  const english = allTexts("en");
  for (const language of ["fr", "nl", "de"] as const) {
    for (const [path, text] of allTexts(language)) {
      if (text.replace(/<\d>/g, "").trim().split(/\s+/).length >= 4)
        expect(text, `${language}${path}`).not.toBe(english.get(path));
    }
  }
});
