/** A PDF as another program reads it: pdftotext and pdfinfo of poppler. */

import { execFileSync } from "node:child_process";
import { withFile } from "./with-file.ts";

/** A line of a page: the texts that stand apart on it, from left to right. */
export type ReadLine = readonly string[];

/** A document. */
export interface ReadPdf {
  /** As pdfinfo and pdffonts print it. */
  readonly info: string;
  readonly fonts: string;
  readonly pages: readonly (readonly ReadLine[])[];
}

interface Word {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly height: number;
}

/** Of the height of a text: more than a space, less than to the letter beside a figure. */
const APART = 0.225;
/** Points; texts whose tops differ by less stand on one line. */
const SAME_LINE = 2;

/** The content of a file. */
export function readPdf(bytes: Uint8Array): ReadPdf {
  return withFile(bytes, (path) => {
    const run = (program: string, ...args: string[]) =>
      execFileSync(`/usr/bin/${program}`, args, { encoding: "utf8" });
    const pages = run("pdftotext", "-bbox", path, "-").split("<page ").slice(1);
    return {
      info: run("pdfinfo", path),
      fonts: run("pdffonts", path),
      pages: pages.map((page) => linesOf(wordsOf(page))),
    };
  });
}

function wordsOf(page: string): readonly Word[] {
  const form =
    /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)<\/word>/g;
  return [...page.matchAll(form)].map(([, left, top, right, bottom, text = ""]) => ({
    left: Number(left),
    top: Number(top),
    right: Number(right),
    height: Number(bottom) - Number(top),
    text: text
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&amp;", "&"),
  }));
}

function linesOf(words: readonly Word[]): readonly ReadLine[] {
  const lines: Word[][] = [];
  for (const word of [...words].sort((a, b) => a.top - b.top)) {
    const line = lines.at(-1);
    if (line?.[0] !== undefined && word.top - line[0].top < SAME_LINE) line.push(word);
    else lines.push([word]);
  }
  return lines.map((line) => textsOf(line.sort((a, b) => a.left - b.left)));
}

function textsOf(line: readonly Word[]): ReadLine {
  const texts: string[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const { text, left, right, height } of line) {
    if (left - end < APART * height) texts.push(`${texts.pop() ?? ""} ${text}`);
    else texts.push(text);
    end = right;
  }
  return texts;
}
