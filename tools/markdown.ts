// Takes documents apart for the tests that hold them to the code. Only what our own documents use:
// headings with #, fences with three backticks, tables with |.

/** A heading and what stands below it, up to the next heading of any level. */
export interface Section {
  readonly level: number;
  /** Without backticks. */
  readonly title: string;
  readonly body: string;
}

/** The sections of a document in order; text before the first heading is left out. */
export function sectionsOf(document: string): Section[] {
  const sections: { level: number; title: string; lines: string[] }[] = [];
  let fenced = false;
  for (const line of document.split("\n")) {
    if (line.startsWith("```")) fenced = !fenced;
    const heading = fenced ? null : /^(#+) (.*)$/.exec(line);
    if (heading === null) sections.at(-1)?.lines.push(line);
    else {
      const [, marks = "", title = ""] = heading;
      sections.push({ level: marks.length, title: title.replaceAll("`", ""), lines: [] });
    }
  }
  return sections.map(({ level, title, lines }) => ({ level, title, body: lines.join("\n") }));
}

/** What stands below a heading, its own sub-headings included; throws where there is none. */
export function partBelow(document: string, title: string): Section[] {
  const sections = sectionsOf(document);
  const at = sections.findIndex((section) => section.title === title);
  const level = sections[at]?.level;
  if (level === undefined) throw new Error(`There is no heading "${title}"`);
  const after = sections.slice(at + 1);
  const length = after.findIndex((section) => section.level <= level);
  return [...sections.slice(at, at + 1), ...after.slice(0, length === -1 ? undefined : length)];
}

/** The contents of the fences of a language: ```yaml. */
export function fencesOf(text: string, language: string): string[] {
  const form = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm");
  return [...text.matchAll(form)].map(([, content = ""]) => content);
}

/** The rows of every table in a text, without heads; cells without backticks and spaces around. */
export function rowsOf(text: string): string[][] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    const isHead = /^\|[-|: ]+\|$/.test(lines[index + 1] ?? "");
    if (!line.startsWith("|") || isHead || /^\|[-|: ]+\|$/.test(line)) return [];
    const cells = line.slice(1, -1).split(/(?<!\\)\|/);
    return [cells.map((cell) => cell.replaceAll("`", "").replaceAll("\\|", "|").trim())];
  });
}
