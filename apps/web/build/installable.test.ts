import { crc32, inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { appIcon } from "./app-icon.ts";
import { manifest } from "./installable.ts";

/** The parts of a PNG file by their names; a part whose sum is wrong throws. */
function partsOf(file: Uint8Array): ReadonlyMap<string, Buffer> {
  const bytes = Buffer.from(file);
  const parts = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const named = bytes.subarray(at + 4, at + 8 + length);
    if (bytes.readUInt32BE(at + 8 + length) !== crc32(named)) throw new Error("wrong sum");
    parts.set(named.toString("latin1", 0, 4), named.subarray(4));
    at += 12 + length;
  }
  return parts;
}

/** Red, green, blue and opacity of a pixel. */
function pixelOf(file: Uint8Array, x: number, y: number): readonly number[] {
  const parts = partsOf(file);
  const size = parts.get("IHDR")?.readUInt32BE(0) ?? 0;
  const raw = inflateSync(parts.get("IDAT") ?? Buffer.alloc(0));
  expect(raw.length).toBe((size * 4 + 1) * size);
  const at = y * (size * 4 + 1) + 1 + x * 4;
  return [...raw.subarray(at, at + 4)];
}

test("an icon is a PNG with a dark tile, light bars and open corners", () => {
  const icon = appIcon(192, "rounded");
  expect(pixelOf(icon, 0, 0)[3]).toBe(0);
  expect(pixelOf(icon, 96, 20)).toEqual([0x0b, 0x5f, 0x74, 255]);
  expect(pixelOf(icon, 96, 62)).toEqual([255, 255, 255, 255]);
});

test("an icon that a telephone cuts fills its square", () => {
  expect(pixelOf(appIcon(180, "full"), 0, 0)).toEqual([0x0b, 0x5f, 0x74, 255]);
});

test("the manifest names icons of the sizes that browsers ask for, and one to be cut", () => {
  expect(manifest()).toMatchObject({
    start_url: "/",
    display: "standalone",
    icons: [
      { sizes: "192x192", purpose: "any" },
      { sizes: "512x512", purpose: "any" },
      { sizes: "512x512", purpose: "maskable" },
    ],
  });
});
