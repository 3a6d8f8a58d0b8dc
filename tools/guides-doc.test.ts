import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { dictionaries } from "../packages/locale/src/dictionary.ts";
import { portalDictionaries } from "../packages/locale/src/portal/portal-words.ts";
import { rowsOf, sectionsOf } from "./markdown.ts";

const folder = new URL("../docs/guides/", import.meta.url);
const languages = ["fr", "nl", "de", "en"] as const;
const guides = readdirSync(folder).filter((name) => name.endsWith(".md"));
const whole = ["installer", "manager", "tenant"] as const;

const textOf = (name: string) => readFileSync(new URL(name, folder), "utf8");

/** What a guide is built of: levels of headings with their numbers, rows of tables, pictures. */
function frameOf(guide: string, language: (typeof languages)[number]) {
  const text = textOf(`${guide}.${language}.md`);
  // A picture of a page is there in each language, and says so in its name.
  const pictureOf = (path: string) => path.replace(`.${language}.`, ".*.");
  const chapters = sectionsOf(text).map(({ level, title, body }) => ({
    level,
    number: /^\d+\./.exec(title)?.[0] ?? "",
    rows: rowsOf(body).map((cells) => cells.length),
    pictures: [...body.matchAll(/!\[[^\]]+\]\(([^)]+)\)|<img src="([^"]+)"/g)].map(
      ([, inText = "", beside = inText]) => pictureOf(beside),
    ),
  }));
  return { chapters, references: [...text.matchAll(/\]\((\.\.\/reference\/[^)]+)\)/g)].length };
}

test.each(whole)("the %s's guide has the same chapters in four languages", (guide) => {
  const frames = languages.map((language) => frameOf(guide, language));
  for (const frame of frames) expect(frame).toEqual(frames[0]);
  expect(frames[0]?.chapters.length).toBeGreaterThan(3);
});

test("a guide's list of chapters names all of them in their order", () => {
  for (const name of guides.filter((one) => one.startsWith("installer"))) {
    const listed = [...textOf(name).matchAll(/^(\d+\.) \[([^\]]+)\]/gm)].map(
      ([, number, title]) => `${number} ${title}`,
    );
    const chapters = sectionsOf(textOf(name)).flatMap(({ level, title }) =>
      level === 2 ? [title] : [],
    );
    expect(listed, name).toEqual(chapters);
  }
});

/** Words that pages show alike in every language and keep out of their dictionaries. */
const untranslated = ["NTP", "TEST BROKER", "TEST COMM"];

/** Every word and sentence of the pages; where a figure is filled in, any text may stand. */
function saidIn(words: unknown): RegExp[] {
  if (typeof words === "string") return [new RegExp(`^${escaped(words)}$`)];
  if (typeof words === "function") {
    const said: unknown = words("#", "#", "#", "#");
    const parts = typeof said === "string" ? said.split(/#|undefined/) : [];
    // With hardly a letter of its own a text would match anything.
    if (parts.join("").replace(/[^\p{L}]/gu, "").length < 4) return [];
    return [new RegExp(`^${parts.map(escaped).join(".+")}$`)];
  }
  return typeof words === "object" && words !== null ? Object.values(words).flatMap(saidIn) : [];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

test.each(guides)("what stands in bold in %s stands on the pages", (name) => {
  const language = languages.find((one) => name.endsWith(`.${one}.md`));
  if (language === undefined) throw new Error(`${name} has no language in its name`);
  const pages = [dictionaries[language], portalDictionaries[language]];
  const said = saidIn(pages).concat(untranslated.map((word) => new RegExp(`^${word}$`)));
  const bold = [...textOf(name).matchAll(/\*\*([^*]+)\*\*/g)].map(([, word = ""]) =>
    word.replace(/\s+/g, " "),
  );
  expect(bold.length).toBeGreaterThan(0);
  expect(bold.filter((word) => !said.some((one) => one.test(word)))).toEqual([]);
});

test("every picture of the guides can be read in light and dark", () => {
  const pictures = new Set(
    guides.flatMap((name) =>
      [...textOf(name).matchAll(/\]\(([^)]+\.svg)\)/g)].map(([, path = ""]) => path),
    ),
  );
  expect(pictures.size).toBeGreaterThan(0);
  for (const path of pictures) {
    const file = new URL(path, folder);
    expect(existsSync(file), path).toBe(true);
    expect(readFileSync(file, "utf8"), path).toContain("prefers-color-scheme: dark");
  }
});
