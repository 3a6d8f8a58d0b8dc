/** How far from midnight the readings lie that months end with. */

import type { MidnightDistance } from "../compare/difference.ts";
import { label, picture } from "./picture.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const bins = [
  { word: "to 2 min", toMs: 2.5 * minuteMs },
  { word: "5 min", toMs: 5 * minuteMs },
  { word: "1 h", toMs: hourMs },
  { word: "2 h", toMs: 2 * hourMs },
  { word: "6 h", toMs: 6 * hourMs },
  { word: "1 day", toMs: 24 * hourMs },
  { word: "3 days", toMs: 72 * hourMs },
  { word: "more", toMs: Number.POSITIVE_INFINITY },
];

const line = 20;
const left = 62;
const longest = 200;
const width = 340;

/** The histogram, with a logarithm for length: most lie at two minutes. */
export function midnightPicture(distances: readonly MidnightDistance[]): string {
  const counts = bins.map(() => 0);
  for (const { distanceMs } of distances) {
    const at = bins.findIndex(({ toMs }) => distanceMs <= toMs);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const most = Math.log10(Math.max(...counts, 1) + 1);
  const rows = bins.map(({ word }, at) => {
    const count = counts[at] ?? 0;
    const length = Math.round((longest * Math.log10(count + 1)) / most);
    const y = at * line;
    return (
      label(0, y + 14, word) +
      `<rect x="${left}" y="${y + 3}" width="${length}" height="14" rx="2" class="fault"/>` +
      label(left + length + 6, y + 14, count.toLocaleString("en"))
    );
  });
  return picture(width, bins.length * line, "Distance from midnight", rows.join(""));
}
