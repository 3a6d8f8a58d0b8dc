/** Names that are wider than their column. */

/** A name in as many lines as it needs: between words, within a word that is too long. */
export function brokenName(
  name: string,
  width: number,
  measure: (text: string) => number,
): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const letter of name) {
    if (measure(line + letter) <= width || line === "") {
      line += letter;
      continue;
    }
    const space = line.lastIndexOf(" ");
    const cut = letter === " " || space < 1 ? line.length : space;
    lines.push(line.slice(0, cut).trim());
    line = `${line.slice(cut)}${letter}`.trimStart();
  }
  return line === "" ? lines : [...lines, line];
}
