import { mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openServerKey } from "./server-key.ts";

const folder = () => mkdtempSync(join(tmpdir(), "mega-key-"));
const secret = Buffer.from("twenty bytes of secr");

test("what is sealed opens with the same folder after a restart, and in its own place only", () => {
  const own = folder();
  const sealed = openServerKey(own).seal(secret, "factor:1");
  expect(openServerKey(own).open(sealed, "factor:1")).toEqual(secret);
  expect(() => openServerKey(own).open(sealed, "factor:2")).toThrow();
  expect(() => openServerKey(folder()).open(sealed, "factor:1")).toThrow();
});

test("an altered byte opens nothing", () => {
  const key = openServerKey(folder());
  const sealed = key.seal(secret, "factor:1");
  for (let at = 0; at < sealed.length; at++) {
    const altered = Buffer.from(sealed);
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(() => key.open(altered, "factor:1")).toThrow();
  }
});

test("the file is its owner's alone, and no other file stands for it", () => {
  const own = folder();
  openServerKey(own);
  expect(statSync(join(own, "server.key")).mode & 0o777).toBe(0o600);
  writeFileSync(join(own, "server.key"), "short");
  expect(() => openServerKey(own)).toThrow("has 5 bytes; allowed: 32");
});
