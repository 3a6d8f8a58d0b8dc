// What the first visit to COUNTERS transfers, worked out from the built files: the page, what it
// names, what its script cannot run without, and the first words of one language.

import type { Language } from "@mega/locale";
import { gzipped, isCompressed } from "../../../apps/web/build/precompress.ts";
import type { BuiltFile } from "./built-pages.ts";

/** The files of a first visit to COUNTERS in a language, in the order in which they are asked for. */
export function firstVisit(files: readonly BuiltFile[], language: Language): readonly BuiltFile[] {
  const page = fileAt(files, "index.html");
  const named = [
    ...Buffer.from(page.bytes)
      .toString()
      .matchAll(/(?:src|href)="\/([^"]+)"/g),
  ];
  const paths = ["index.html", ...named.map(([, path = ""]) => path), wordsPath(files, language)];
  return closure(files, paths);
}

/** Bytes of a file as the gateway sends it over HTTP, without the head of the answer. */
export function gzipBytesOf({ path, bytes }: BuiltFile): number {
  return isCompressed(path, bytes.length) ? gzipped(bytes).length : bytes.length;
}

/** The built file that stands for a source file. */
export function fileFrom(files: readonly BuiltFile[], source: string): BuiltFile {
  const found = files.find(({ from }) => from === source);
  if (found === undefined) throw new Error(`No built file stands for ${source}`);
  return found;
}

/** The files at these paths and all that they need, each once. */
export function closure(
  files: readonly BuiltFile[],
  paths: readonly string[],
): readonly BuiltFile[] {
  const known = new Map<string, BuiltFile>();
  const add = (path: string): void => {
    if (known.has(path)) return;
    const file = fileAt(files, path);
    known.set(path, file);
    for (const need of file.needs) add(need);
  };
  for (const path of paths) add(path);
  return [...known.values()];
}

function wordsPath(files: readonly BuiltFile[], language: Language): string {
  return fileFrom(files, `packages/locale/src/${language}/first.ts`).path;
}

function fileAt(files: readonly BuiltFile[], path: string): BuiltFile {
  const found = files.find((file) => file.path === path);
  if (found === undefined) throw new Error(`The build has no file ${path}`);
  return found;
}
