/** The serial link on pseudo-terminals, with socat as the cable. */

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import type { Link } from "./link.ts";
import { baudRates } from "./link.ts";
import { ttyOpener } from "./tty-link.ts";

const folder = mkdtempSync(join(tmpdir(), "mega-tty-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Cable {
  readonly near: string;
  readonly far: string;
  /** Stops the process behind both ends without closing them. */
  freeze(): void;
  unplug(): Promise<void>;
}

let cables = 0;

async function plugIn(): Promise<Cable> {
  const near = join(folder, `near${++cables}`);
  const far = join(folder, `far${cables}`);
  const child = spawn("socat", [`pty,raw,echo=0,link=${near}`, `pty,raw,echo=0,link=${far}`]);
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  while (!existsSync(near) || !existsSync(far)) await wait(2);
  return {
    near,
    far,
    freeze: () => child.kill("SIGSTOP"),
    unplug() {
      child.kill("SIGKILL");
      return gone;
    },
  };
}

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 2000 && !condition(); turn++) await wait(2);
  expect(condition()).toBe(true);
}

function collect(link: Link): number[] {
  const bytes: number[] = [];
  link.onBytes = (chunk) => bytes.push(...chunk);
  return bytes;
}

const openFiles = () => readdirSync("/proc/self/fd").length;

test("bytes cross unchanged, on two lines at once", async () => {
  const cablesUsed = [await plugIn(), await plugIn()];
  const every = Uint8Array.from({ length: 256 }, (_, index) => index);
  for (const cable of cablesUsed) {
    const near = await ttyOpener({ path: cable.near })();
    const far = await ttyOpener({ path: cable.far })();
    const received = collect(far);
    near.write(every);
    await until(() => received.length === 256);
    expect(received).toEqual([...every]);
    near.close();
    far.close();
    near.close();
  }
  for (const cable of cablesUsed) await cable.unplug();
});

test("a hundred unplugs and replugs leave no open file", async () => {
  const counts: number[] = [];
  for (let round = 0; round < 100; round++) {
    const cable = await plugIn();
    const link = await ttyOpener({ path: cable.near })();
    const received = collect(link);
    let reasons = 0;
    link.onDown = () => reasons++;
    await cable.unplug();
    await until(() => reasons === 1);
    link.write(Uint8Array.of(1));
    link.close();
    expect(reasons).toBe(1);
    expect(received).toEqual([]);
    await wait(1);
    counts.push(openFiles());
  }
  expect(counts.slice(5).every((count) => count === counts[5])).toBe(true);
});

test("a peer that stops reading brings the link down instead of stopping the process", async () => {
  const cable = await plugIn();
  const link = await ttyOpener({ path: cable.near })();
  cable.freeze();
  let reason = "";
  link.onDown = (why) => {
    reason = why;
  };
  const chunk = new Uint8Array(4096);
  for (let writes = 0; writes < 1000 && reason === ""; writes++) link.write(chunk);
  expect(reason).toMatch(/took|does not take/);
  await cable.unplug();
});

test("a device is opened once, by whatever name, and again after it was closed", async () => {
  const cable = await plugIn();
  const first = await ttyOpener({ path: cable.near })();
  await expect(ttyOpener({ path: realpathSync(cable.near) })()).rejects.toMatchObject({
    code: "LINK_BUSY",
  });
  first.close();
  const second = await ttyOpener({ path: cable.near })();
  second.close();
  await cable.unplug();
});

test("parity is tolerated on a pseudo-terminal and the speed is kept", async () => {
  const cable = await plugIn();
  const line = { baud: 19_200, parity: "even", stopBits: 1 } as const;
  const link = await ttyOpener({ path: cable.near, line })();
  expect([link.baud, link.charBits]).toEqual([19_200, 11]);
  link.close();
  await cable.unplug();
});

test("every speed that is offered is set, with one and with two stop bits", async () => {
  const cable = await plugIn();
  for (const baud of baudRates) {
    for (const stopBits of [1, 2] as const) {
      const line = { baud, parity: "none", stopBits } as const;
      const link = await ttyOpener({ path: cable.near, line })();
      expect([link.baud, link.charBits]).toEqual([baud, 9 + stopBits]);
      link.close();
    }
  }
  const odd = { baud: 9601, parity: "none", stopBits: 1 } as const;
  await expect(ttyOpener({ path: cable.near, line: odd })()).rejects.toMatchObject({
    code: "LINK_SETTINGS_REFUSED",
  });
  await cable.unplug();
});

test("what is no serial port, or absent, is refused and leaves no open file", async () => {
  const before = openFiles();
  await expect(ttyOpener({ path: "/dev/null" })()).rejects.toMatchObject({
    code: "LINK_OPEN_FAILED",
  });
  await expect(ttyOpener({ path: join(folder, "none") })()).rejects.toMatchObject({
    code: "LINK_OPEN_FAILED",
  });
  expect(openFiles()).toBe(before);
});

test("bytes that wait before the opening are thrown away", async () => {
  const cable = await plugIn();
  const far = await ttyOpener({ path: cable.far })();
  far.write(Uint8Array.of(9, 9, 9));
  await wait(50);
  const near = await ttyOpener({ path: cable.near })();
  const received = collect(near);
  far.write(Uint8Array.of(1));
  await until(() => received.length > 0);
  expect(received).toEqual([1]);
  near.close();
  far.close();
  await cable.unplug();
});
