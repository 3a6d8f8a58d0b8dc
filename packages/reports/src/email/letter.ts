/**
 * A letter in its two writings. Plain text comes first; the other one is simple HTML without images,
 * styles from elsewhere and colours of its own, so that it is read as well on a dark ground.
 */

import type { CountersTable } from "@mega/contract";
import { dictionaries, type Language, languageTags } from "@mega/locale";
import type { LetterTable } from "./letter-table.ts";

/** A mail without its files. */
export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What a letter is made of. */
export interface Letter {
  readonly subject: string;
  readonly language: Language;
  /** Sentences; the first three answer what it is about, what is wrong, where to look. */
  readonly lines: readonly string[];
  readonly tableTitle: string;
  /** Null where the letter has none. */
  readonly table: LetterTable | null;
  /** Names of the attached files. */
  readonly files: readonly string[];
  /** The last line; the gateway's own when left out. */
  readonly sentBy?: string;
}

/** "[MEGA Hollestraat 1] …"; names of people never stand in a subject. */
export function subjectOf({ gateway }: CountersTable, rest: string, language: Language): string {
  const demo = gateway.demo ? ` ${dictionaries[language].shell.demoWord}` : "";
  return `[MEGA ${gateway.location}${demo}] ${rest}`;
}

/** Both writings. */
export function writeLetter(letter: Letter): MailText {
  return { subject: letter.subject, text: textOf(letter), html: htmlOf(letter) };
}

function textOf({ lines, table, tableTitle, files, language, sentBy }: Letter): string {
  const { mail } = dictionaries[language];
  const parts = [lines.join("\n")];
  if (table !== null && table.rows.length > 0) {
    const more = table.more === 0 ? [] : [mail.letter.moreRows(String(table.more))];
    parts.push([tableTitle, ...textRows(table, language), ...more].join("\n"));
  }
  if (files.length > 0) parts.push(mail.letter.attached(files.join(", ")));
  parts.push(`-- \n${sentBy ?? mail.letter.sentBy}`);
  return `${parts.join("\n\n")}\n`;
}

/** Columns by spaces: names are cut, so that a line stays below eighty characters where it can. */
function textRows({ rows }: LetterTable, language: Language): string[] {
  const { letter } = dictionaries[language].mail;
  const head = [letter.channel, letter.name, letter.index, letter.consumption, letter.state];
  const cells = rows.map((row) => [row.channel, row.name, row.index, row.consumption, row.state]);
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...[head, ...cells].map((line) => (line[column] ?? "").length)),
  );
  return [head, ...cells].map((line) =>
    line
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 2 || column === 3 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}

function htmlOf(letter: Letter): string {
  const { lines, table, files, language, sentBy } = letter;
  const { mail } = dictionaries[language];
  const paragraphs = lines.map((line) => `<p>${linked(line)}</p>`).join("\n");
  const attached =
    files.length === 0 ? "" : `<p>${escaped(mail.letter.attached(files.join(", ")))}</p>`;
  return [
    `<!doctype html>`,
    `<html lang="${languageTags[language]}"><head><meta charset="utf-8">`,
    `<meta name="color-scheme" content="light dark">`,
    `<title>${escaped(letter.subject)}</title></head>`,
    `<body style="font-family:sans-serif">`,
    paragraphs,
    table === null ? "" : htmlTable(letter, table),
    attached,
    `<p><small>${escaped(sentBy ?? mail.letter.sentBy)}</small></p>`,
    `</body></html>`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function htmlTable({ tableTitle, language }: Letter, { rows, more }: LetterTable): string {
  if (rows.length === 0) return "";
  const { letter } = dictionaries[language].mail;
  const right = ` style="text-align:right;white-space:nowrap"`;
  const head = [letter.channel, letter.name, letter.index, letter.consumption, letter.state]
    .map(
      (text, column) =>
        `<th scope="col"${column === 2 || column === 3 ? right : ""}>${escaped(text)}</th>`,
    )
    .join("");
  const body = rows.map(
    (row) =>
      `<tr><th scope="row">${escaped(row.channel)}</th><td>${escaped(row.name)}</td>` +
      `<td${right}>${escaped(row.index)}</td><td${right}>${escaped(row.consumption)}</td>` +
      `<td>${escaped(row.state)}</td></tr>`,
  );
  return [
    `<table cellpadding="4" style="border-collapse:collapse;text-align:left">`,
    `<caption style="text-align:left">${escaped(tableTitle)}</caption>`,
    `<thead><tr>${head}</tr></thead>`,
    `<tbody>`,
    ...body,
    `</tbody></table>`,
    more === 0 ? "" : `<p>${escaped(letter.moreRows(String(more)))}</p>`,
  ].join("\n");
}

/** An address at the end of a line becomes a link; only http and https do. */
function linked(line: string): string {
  const match = /^(.*?)(https?:\/\/[^\s<>"]+)$/.exec(line);
  if (match === null) return escaped(line);
  const [, before = "", address = ""] = match;
  return `${escaped(before)}<a href="${escaped(address)}">${escaped(address)}</a>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
