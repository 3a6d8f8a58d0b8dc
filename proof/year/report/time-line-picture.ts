/** Every fault of the year on a line of its kind. */

import type { SeedReport, Trouble } from "../run/seed-report.ts";
import { label, picture, tenth } from "./picture.ts";

const left = 128;
const right = 12;
const width = 900;
const line = 17;
const top = 18;
const dayMs = 86_400_000;

/** The time line. */
export function timeLinePicture({ troubles, fromMs, toMs }: SeedReport): string {
  const byKind = Map.groupBy(troubles, ({ kind }) => kind);
  const kinds = [...byKind].sort(([a], [b]) => a.localeCompare(b));
  const place = (atMs: number) =>
    tenth(left + ((width - left - right) * (atMs - fromMs)) / (toMs - fromMs));
  const rows = kinds.map(([kind, of], at) => {
    const y = top + at * line;
    const name = label(0, y + 11, `${kind} (${of.length})`);
    const rail = `<line x1="${left}" x2="${width - right}" y1="${y + 7}" y2="${y + 7}" class="rail"/>`;
    return name + rail + of.map((one) => barOf(one, y, place)).join("");
  });
  const heads = monthStarts(fromMs, toMs).map(
    (atMs) =>
      `<line x1="${place(atMs)}" x2="${place(atMs)}" y1="${top - 4}" y2="${top + kinds.length * line}" class="rail"/>` +
      label(place(atMs) + 2, 10, new Date(atMs).toISOString().slice(2, 7)),
  );
  const height = top + kinds.length * line + 4;
  return picture(width, height, "Faults by kind over the year", [...heads, ...rows].join(""));
}

function barOf(trouble: Trouble, y: number, place: (atMs: number) => number): string {
  const from = place(trouble.fromMs);
  const length = Math.max(3, place(trouble.toMs) - from);
  const span = `${dayOf(trouble.fromMs)} to ${dayOf(trouble.toMs)}`;
  const tip = `${trouble.kind}, ${trouble.fromMs === trouble.toMs ? dayOf(trouble.fromMs) : span}`;
  return (
    `<rect x="${from}" y="${y + 2}" width="${tenth(length)}" height="10" rx="2" class="fault">` +
    `<title>${tip}</title></rect>`
  );
}

function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 16).replace("T", " ");
}

function monthStarts(fromMs: number, toMs: number): readonly number[] {
  const first = new Date(fromMs);
  const found: number[] = [];
  for (let month = first.getUTCMonth() + 1; ; month += 1) {
    const atMs = Date.UTC(first.getUTCFullYear(), month, 1);
    if (atMs >= toMs - 3 * dayMs) return found;
    found.push(atMs);
  }
}
