/** Texts broken into lines that fit a column; a word longer than the column is cut. Pure. */

/** Width of a text in points. */
type Width = (text: string) => number;

/** The lines; none for an empty text. */
export function wrapped(text: string, columnWidth: number, width: Width): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((one) => one !== "")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (width(longer) <= columnWidth) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (width(line) > columnWidth && line.length > 1) {
      let end = line.length - 1;
      while (end > 1 && width(line.slice(0, end)) > columnWidth) end -= 1;
      lines.push(line.slice(0, end));
      line = line.slice(end);
    }
  }
  return line === "" ? lines : [...lines, line];
}
