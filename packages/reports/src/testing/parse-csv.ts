/** Reads CSV by RFC 4180 §2, character by character; written apart from the writer, for tests. */

/** Rows of cells. Throws on what the grammar does not allow. */
export function parseCsv(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const [cell, next] = text[at] === '"' ? quotedCell(text, at) : bareCell(text, at, delimiter);
    row.push(cell);
    at = next;
    if (text[at] === delimiter) {
      at += 1;
    } else if (text.startsWith("\r\n", at)) {
      rows.push(row);
      row = [];
      at += 2;
    } else {
      throw new Error(`neither ${delimiter} nor CRLF at ${at}`);
    }
  }
  if (row.length > 0) throw new Error("the last row has no CRLF");
  return rows;
}

function quotedCell(text: string, from: number): [string, number] {
  let cell = "";
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] !== '"') cell += text[at];
    else if (text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else return [cell, at + 1];
  }
  throw new Error("a quote is not closed");
}

function bareCell(text: string, from: number, delimiter: string): [string, number] {
  let at = from;
  while (at < text.length && text[at] !== delimiter && text[at] !== "\r") {
    if (text[at] === '"' || text[at] === "\n") throw new Error(`unquoted ${text[at]} at ${at}`);
    at += 1;
  }
  return [text.slice(from, at), at];
}
