import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { movedClock } from "@mega/domain";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openGatewayDatabase } from "../store/gateway-database.ts";
import { Presence, SETUP_CODE_FILE } from "./presence.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mega-presence-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const clock = movedClock({ startMs: Date.UTC(2026, 4, 2) });

test("the code stays the same over a restart, in a file that only its owner reads", () => {
  const path = join(folder, "gateway.db");
  const first = openGatewayDatabase(path);
  const code = new Presence(first, clock, folder).codeForClaim();
  first.close();
  const file = join(folder, SETUP_CODE_FILE);
  expect(readFileSync(file, "utf8").trim()).toBe(code);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(path).includes(code.replaceAll("-", ""))).toBe(false);
  const second = openGatewayDatabase(path);
  const presence = new Presence(second, clock, folder);
  expect(presence.codeForClaim()).toBe(code);
  expect(presence.isProof({ kind: "code", code }, "claim")).toBe(true);
  second.close();
});

test("a file that was altered or lost is replaced, with another code", () => {
  const presence = new Presence(openGatewayDatabase(":memory:"), clock, folder);
  const code = presence.codeForClaim();
  writeFileSync(join(folder, SETUP_CODE_FILE), "0000-0000-0000-0000\n");
  const other = presence.codeForClaim();
  expect(other).not.toBe(code);
  expect(presence.isProof({ kind: "code", code }, "claim")).toBe(false);
  expect(presence.isProof({ kind: "code", code: other }, "claim")).toBe(true);
});

test("a code that was used opens nothing any more, and its file is gone", () => {
  const presence = new Presence(openGatewayDatabase(":memory:"), clock, folder);
  const code = presence.codeForClaim();
  presence.markClaimed();
  presence.use();
  presence.removeFile();
  expect(presence.claimed).toBe(true);
  expect(presence.isProof({ kind: "code", code }, "claim")).toBe(false);
  expect(existsSync(join(folder, SETUP_CODE_FILE))).toBe(false);
});

test("a press for the claim does not open new credentials, nor the other way round", () => {
  const presence = new Presence(openGatewayDatabase(":memory:"), clock, null);
  presence.pressed("claim");
  expect(presence.isProof({ kind: "prg" }, "claim")).toBe(true);
  expect(presence.isProof({ kind: "prg" }, "reset")).toBe(false);
  presence.use();
  expect(presence.isProof({ kind: "prg" }, "claim")).toBe(false);
});
