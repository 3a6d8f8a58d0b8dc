/** Bytes as received, for people: a telegram or a message as its text, words as hex pairs. */

/** Text only where every byte is printable ASCII or a line end, so that nothing is hidden. */
export function rawText(hex: string): string {
  const pairs = hex.match(/../g) ?? [];
  const codes = pairs.map((pair) => Number.parseInt(pair, 16));
  const readable = codes.length > 0 && codes.every(isReadable);
  return readable ? String.fromCharCode(...codes).trimEnd() : pairs.join(" ").toUpperCase();
}

function isReadable(code: number): boolean {
  return (code >= 0x20 && code < 0x7f) || code === 0x0a || code === 0x0d || code === 0x09;
}
