/** An answer as somebody reads it who opens every file: JSON, CSV, workbooks unpacked, PDF as text. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const unpack = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as book:
    for name in book.namelist():
        print(name, book.read(name).decode("utf-8"))
`;

/** Heads and body together; figures with a dot and without grouping, whatever the language. */
export function readable(heads: object, bytes: Buffer): string {
  const kind = bytes.subarray(0, 4).toString("latin1");
  const text =
    kind === "%PDF"
      ? bySystem(bytes, "/usr/bin/pdftotext", (path) => ["-layout", path, "-"])
      : kind.startsWith("PK")
        ? bySystem(bytes, "/usr/bin/python3", (path) => ["-c", unpack, path])
        : bytes.toString("utf8");
  return `${JSON.stringify(heads)}\n${text}`
    .replace(/(\d)[\s\u00a0\u202f.](?=\d{3}[.,]\d)/g, "$1")
    .replace(/(\d),(?=\d)/g, "$1.");
}

function bySystem(
  bytes: Buffer,
  program: string,
  args: (path: string) => readonly string[],
): string {
  const folder = mkdtempSync(join(tmpdir(), "mega-answer-"));
  try {
    const path = join(folder, "file");
    writeFileSync(path, bytes);
    return execFileSync(program, args(path), { encoding: "utf8", maxBuffer: 2 ** 26 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
