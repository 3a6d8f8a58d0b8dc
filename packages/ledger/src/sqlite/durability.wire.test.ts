/** What is acknowledged is stored: through kills, a full disk and a disk that fails. */

import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { movedClock, systemClock } from "@mega/domain";
import { afterAll, expect, test } from "vitest";
import { acceptedItem, firstDueAtMs, testRound, testSource } from "../contract/test-events.ts";
import { inlineLedgerHost } from "./inline-ledger-host.ts";
import { openUnlocked } from "./open-database.ts";
import { tamper } from "./testing/small-ledger.ts";
import { verifyLedgerFile } from "./verify-file.ts";
import { workerLedgerHost } from "./worker-ledger-host.ts";

const folder = mkdtempSync(join(tmpdir(), "mega-ledger-"));
const child = fileURLToPath(new URL("./testing/append-child.ts", import.meta.url));
/** The programs that mount a disk, where this user may. */
const MOUNT = "/usr/bin/mount";
const UNMOUNT = "/usr/bin/umount";
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Entries a child acknowledged before it was killed. */
function killAfter(path: string, acknowledged: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, path, "100000", "64"]);
    let said = "";
    let errors = "";
    running.stdout.on("data", (text) => {
      said += String(text);
      if (said.split("stored ").length > acknowledged) running.kill("SIGKILL");
    });
    running.stderr.on("data", (text) => {
      errors += String(text);
    });
    running.on("close", () => {
      const seqs = [...said.matchAll(/^stored (\d+)$/gm)].map((match) => Number(match[1]));
      if (seqs.length === 0) reject(new Error(`The child stored nothing: ${errors}`));
      else resolve(Math.max(...seqs));
    });
  });
}

test("killed at any moment, the ledger holds every acknowledged entry", async () => {
  const path = join(folder, "killed.db");
  for (const acknowledged of [1, 7, 40, 3, 120, 66]) {
    const seq = await killAfter(path, acknowledged);
    const report = await verifyLedgerFile(path);
    expect(report).toMatchObject({ ok: true, firstBad: null });
    expect(report.headSeq).toBeGreaterThanOrEqual(seq);
    // At most the round that was under way stands behind the last acknowledged one.
    expect(report.headSeq).toBeLessThanOrEqual(seq + 2000);
    const again = spawnSync(process.execPath, [child, path, "0"], { encoding: "utf8" });
    expect(again.stdout).toContain(`verified true ${report.headSeq}`);
  }
});

test("on a full disk the ledger stops acknowledging, opens again and serves what it has", () => {
  const disk = smallDisk();
  try {
    const path = join(disk.folder, "ledger.db");
    // Filled by something else while the gateway is off: not a page is left for a shared index.
    expect(disk.run([child, path, "20", "64"]).stdout).toContain("verified true 24");
    disk.fill();
    const started = disk.run([child, path, "0"]);
    expect([started.signal, started.stdout]).toEqual([
      null,
      "head 24\nverified true 24 latest 24\n",
    ]);
    disk.empty();
    // As left by a kill before the state was saved: it cannot be derived into a full file.
    tamper(path, (db) => db.exec("DELETE FROM p_state"));
    disk.fill();
    expect(disk.run([child, path, "0"]).stdout).toBe("head 24\nverified true 24 latest 24\n");
    disk.empty();
    const filled = disk.run([child, path, "20000", "2000"]);
    const seqs = [...filled.stdout.matchAll(/^stored (\d+)$/gm)].map((match) => Number(match[1]));
    const last = seqs.at(-1) ?? 0;
    expect(last).toBeGreaterThan(20);
    expect(filled.stdout).toContain("failed LEDGER_STORAGE_FAILED");
    disk.fill();
    const again = disk.run([child, path, "0"]);
    expect(again.signal).toBe(null);
    expect(again.status).toBe(0);
    expect(again.stdout).toContain(`head ${last}`);
    expect(again.stdout).toContain(`verified true ${last} latest ${last}`);
    const refused = disk.run([child, path, "100", "4000"]);
    expect(refused.stdout).toContain("failed LEDGER_STORAGE_FAILED");
    expect(disk.run([child, path, "0"]).stdout).toMatch(/^verified true/m);
  } finally {
    disk.remove();
  }
});

test.each([
  ["in the caller's thread", inlineLedgerHost],
  ["in its own thread", workerLedgerHost],
])(
  "after a failure of the disk nothing is acknowledged until the tail is verified, %s",
  async (_name, open) => {
    const path = join(folder, `${open.name}.db`);
    const clock = movedClock({ startMs: firstDueAtMs });
    const ledger = await open({ path, clock });
    await ledger.append([
      { kind: "zone-set", timeZone: "Europe/Brussels", tzVersion: "2026a" },
      { kind: "source-declared", source: testSource(1) },
    ]);
    const round = (hour: number) =>
      ledger.append([testRound(hour, [acceptedItem(1, firstDueAtMs + hour, 1000 + hour)])]);
    await round(0);
    let failures = 0;
    for (let hour = 1; hour <= 9; hour++) {
      const before = ledger.snapshot().head.seq;
      if (hour % 3 === 0) {
        // The descriptor is taken away under SQLite: the next write fails like a pulled card.
        closeSync(openDescriptor(`${path}-wal`));
        await expect(round(hour)).rejects.toMatchObject({ code: "LEDGER_STORAGE_FAILED" });
        failures++;
        expect(ledger.snapshot().head.seq).toBe(before);
      }
      expect(await round(hour)).toMatchObject({ ok: true, entries: [{ seq: before + 1 }] });
    }
    expect(failures).toBe(3);
    const head = ledger.snapshot().head.seq;
    expect(await ledger.verify(1)).toMatchObject({ ok: true, headSeq: head });
    await ledger.close();
    expect(await verifyLedgerFile(path)).toMatchObject({ ok: true, headSeq: head });
  },
);

const lockedDisk = join(folder, "read-only");
mkdirSync(lockedDisk);
const mountable = mountMemory(lockedDisk, "8m");
afterAll(() => {
  if (mountable) execFileSync(UNMOUNT, [lockedDisk]);
});

test("on a disk that can only be read the ledger serves what was acknowledged, and says so", async () => {
  const path = join(lockedDisk, "ledger.db");
  const acknowledged = await killAfter(path, 30);
  // What was killed left its last entries in the write-ahead log.
  expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
  // Only root may take a disk's writing away; what reads such a disk is tried in any case.
  const db = openUnlocked(path);
  expect(db.prepare("SELECT max(seq) AS seq FROM entries").get()?.["seq"]).toBeGreaterThanOrEqual(
    acknowledged,
  );
  expect(() => db.exec("DELETE FROM keys")).toThrow("readonly");
  db.close();
  if (!mountable) return;
  execFileSync(MOUNT, ["-o", "remount,ro", lockedDisk]);
  const clock = systemClock();
  for (const open of [inlineLedgerHost, workerLedgerHost]) {
    const ledger = await open({ path, clock });
    expect(ledger.storage()).toBe("read-only");
    const { head, standings } = ledger.snapshot();
    expect(head.seq).toBeGreaterThanOrEqual(acknowledged);
    const latest = standings.get(1)?.latest;
    const takenAtMs = latest?.takenAtMs ?? 0;
    expect((await ledger.readingsAround(1, takenAtMs)).before).toMatchObject(latest ?? {});
    expect(await ledger.verify(1)).toMatchObject({ ok: true, headSeq: head.seq });
    const next = testRound(90_000, [acceptedItem(1, takenAtMs + 1, 900_000)]);
    await expect(ledger.append([next])).rejects.toMatchObject({
      code: "LEDGER_STORAGE_FAILED",
      message: `The disk of ${path} can only be read`,
    });
    expect(ledger.snapshot().head.seq).toBe(head.seq);
    await ledger.close();
  }
  expect(await verifyLedgerFile(path)).toMatchObject({ ok: true });
  const ledger = await workerLedgerHost({ path, clock });
  execFileSync(MOUNT, ["-o", "remount,rw", lockedDisk]);
  const { head, standings } = ledger.snapshot();
  const takenAtMs = (standings.get(1)?.latest?.takenAtMs ?? 0) + 1;
  const again = testRound(90_000, [acceptedItem(1, takenAtMs, 900_000)]);
  expect(await ledger.append([again])).toMatchObject({ ok: true });
  expect(ledger.storage()).toBe("writable");
  expect(ledger.snapshot().head.seq).toBeGreaterThan(head.seq);
  await ledger.close();
  expect(await verifyLedgerFile(path)).toMatchObject({ ok: true });
});

function mountMemory(at: string, size: string): boolean {
  const options = ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", at];
  return spawnSync(MOUNT, options).status === 0;
}

function openDescriptor(path: string): number {
  for (const name of readdirSync("/proc/self/fd")) {
    try {
      if (readlinkSync(`/proc/self/fd/${name}`) === path) return Number(name);
    } catch {
      // The descriptor of the listing itself is gone.
    }
  }
  throw new Error(`${path} is not open`);
}

/** A disk of 2 MB where this user may mount one, else a folder where files cannot pass 1 MB. */
function smallDisk() {
  const at = join(folder, "disk");
  mkdirSync(at);
  const mounted = mountMemory(at, "2m");
  const run = (args: readonly string[]) =>
    mounted
      ? spawnSync(process.execPath, args, { encoding: "utf8" })
      : spawnSync(
          "sh",
          ["-c", 'trap "" XFSZ; ulimit -f 2048; exec "$@"', "sh", process.execPath, ...args],
          { encoding: "utf8" },
        );
  return {
    folder: at,
    run,
    fill() {
      if (!mounted) return;
      const ballast = openSync(join(at, "ballast"), "w");
      try {
        for (;;) writeSync(ballast, new Uint8Array(512));
      } catch {
        closeSync(ballast);
      }
    },
    empty() {
      rmSync(join(at, "ballast"), { force: true });
    },
    remove() {
      if (mounted) execFileSync(UNMOUNT, [at]);
    },
  };
}
