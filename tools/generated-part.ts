// Documents hold parts that are made from the code between two marks; the rest is by hand.

/**
 * A document with the part between its marks replaced.
 *
 * @param name The part: it stands between "<!-- name: made by npm run docs -->" and
 *   "<!-- end of name -->".
 * @throws Error where the document lacks the marks.
 */
export function betweenMarks(document: string, name: string, part: string): string {
  const begin = `<!-- ${name}: made by npm run docs -->`;
  const end = `<!-- end of ${name} -->`;
  const [before, rest] = document.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`The document needs the marks ${begin} and ${end}`);
  }
  return `${before}${begin}\n\n${part}\n${end}${after}`;
}
