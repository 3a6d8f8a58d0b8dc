/** The lock of a device: one holder, and nothing left behind by the dead. */

import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { lockDevice } from "./device-lock.ts";

const folder = mkdtempSync(join(tmpdir(), "mega-lock-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const device = "/dev/full";
const file = join(folder, `mega-tty-${statSync(device).rdev}.lock`);

test("a device is locked once and again after its release", () => {
  const first = lockDevice(device, folder);
  expect(first.isHeld()).toBe(true);
  expect(() => lockDevice(device, folder)).toThrow(/already open/);
  first.release();
  first.release();
  lockDevice(device, folder).release();
  expect(readdirSync(folder)).toEqual([]);
});

test("the lock of a dead process does not count", () => {
  writeFileSync(file, "999999999 gone\n");
  const lock = lockDevice(device, folder);
  expect(lock.isHeld()).toBe(true);
  lock.release();
});

test("the lock of a process that has the device open counts", async () => {
  const holder = spawn("sh", ["-c", "echo ready; read wait"], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  await new Promise((resolve) => holder.stdout.once("data", resolve));
  // A descriptor that is ignored is /dev/null.
  const nullFile = join(folder, `mega-tty-${statSync("/dev/null").rdev}.lock`);
  writeFileSync(nullFile, `${holder.pid} holder\n`);
  expect(() => lockDevice("/dev/null", folder)).toThrow(/already open/);
  const gone = new Promise((resolve) => holder.once("exit", resolve));
  holder.stdin.end();
  await gone;
  lockDevice("/dev/null", folder).release();
});

test("a lock that was taken away before the opening is noticed", () => {
  const lock = lockDevice(device, folder);
  writeFileSync(file, "1 other\n");
  expect(lock.isHeld()).toBe(false);
  lock.release();
  rmSync(file);
});
