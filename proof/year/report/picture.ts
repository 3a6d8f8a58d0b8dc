/** What pictures share. */

/** A text that is safe in a page. */
export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A picture of its own size, that shrinks no further than it can be read. */
export function picture(width: number, height: number, title: string, content: string): string {
  return (
    `<svg class="picture" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" ` +
    `role="img" aria-label="${escaped(title)}">${content}</svg>`
  );
}

/** A line of text in a picture. */
export function label(
  x: number,
  y: number,
  text: string,
  anchor: "start" | "middle" | "end" = "start",
): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}">${escaped(text)}</text>`;
}

/** To a tenth: pictures need no more. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
