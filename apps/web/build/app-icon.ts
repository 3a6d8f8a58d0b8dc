/**
 * The sign of MEGA as a picture for home screens: the lines of a bill on a dark tile. Drawn here, as no
 * drawing of it is kept: every size comes from the same measures.
 */

import { pngOf } from "./png.ts";

/** Points of the sign, of 20 × 20: a bar from x to x, at y, half as high as `HALF`. */
const bars = [
  { from: 5, to: 15, y: 6.5 },
  { from: 5, to: 12, y: 10 },
  { from: 5, to: 9, y: 13.5 },
] as const;
const HALF = 0.85;
const SIDE = 20;
const TILE = [0x0b, 0x5f, 0x74] as const;
const INK = [0xff, 0xff, 0xff] as const;
/** Samples a pixel has along each side, so that edges are smooth. */
const SAMPLES = 4;

/** How the tile's edge is cut. `full` fills the square: the telephone cuts its own form out of it. */
export type TileForm = "rounded" | "full";

/** The file of the icon. @param size Pixels of a side */
export function appIcon(size: number, form: TileForm): Uint8Array {
  const pixels = new Uint8Array(size * size * 4);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) pixels.set(pixelAt(x, y, size, form), (y * size + x) * 4);
  }
  return pngOf(size, pixels);
}

function pixelAt(x: number, y: number, size: number, form: TileForm): readonly number[] {
  let tile = 0;
  let ink = 0;
  for (let at = 0; at < SAMPLES * SAMPLES; at += 1) {
    const px = ((x + ((at % SAMPLES) + 0.5) / SAMPLES) * SIDE) / size;
    const py = ((y + (Math.floor(at / SAMPLES) + 0.5) / SAMPLES) * SIDE) / size;
    if (form === "rounded" && !isInTile(px, py)) continue;
    tile += 1;
    if (isInk(px, py, form)) ink += 1;
  }
  const opacity = Math.round((255 * tile) / (SAMPLES * SAMPLES));
  const share = tile === 0 ? 0 : ink / tile;
  return [...TILE.map((dark, i) => Math.round(dark + ((INK[i] ?? 0) - dark) * share)), opacity];
}

const RADIUS = 4.4;

function isInTile(x: number, y: number): boolean {
  const beyondX = Math.max(RADIUS - x, x - (SIDE - RADIUS), 0);
  const beyondY = Math.max(RADIUS - y, y - (SIDE - RADIUS), 0);
  return Math.hypot(beyondX, beyondY) <= RADIUS;
}

/** What a telephone cuts is a fifth at each side: there the sign is drawn smaller. */
const SHRUNK = 0.74;

function isInk(x: number, y: number, form: TileForm): boolean {
  const scale = form === "full" ? SHRUNK : 1;
  const px = (x - SIDE / 2) / scale + SIDE / 2;
  const py = (y - SIDE / 2) / scale + SIDE / 2;
  return bars.some((bar) => {
    const beyond = Math.max(bar.from - px, px - bar.to, 0);
    return Math.hypot(beyond, py - bar.y) <= HALF;
  });
}
