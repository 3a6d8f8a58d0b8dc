import { movedClock } from "@mega/domain";
import { type Link, LinkError, memoryLinkPair } from "@mega/link";
import { loadP1Profiles, type P1Profile } from "@mega/profiles";
import { expect, test } from "vitest";
import {
  bytesOf,
  telegramBytes,
} from "../../../../../packages/profiles/src/p1/testing/telegrams.ts";
import { P1Meters } from "./p1-meters.ts";

const timeZone = "Europe/Brussels";
const startMs = Date.parse("2026-05-02T14:03:00Z");
const minuteMs = 60_000;
const profiles = loadP1Profiles();

function profile(id: string): P1Profile {
  const found = profiles.get(id);
  if (found === undefined) throw new Error(`${id} is not there`);
  return found.profile;
}

const belgian = profile("p1").vectors[0]?.telegram ?? [];
const old = profile("kamstrup-p1").vectors[0]?.telegram ?? [];

/** A gateway with one port "p" whose link is made anew at every opening. */
function bench(options: { sevenBits?: boolean } = {}) {
  const clock = movedClock({ startMs });
  const opened: Link[] = [];
  let refused = false;
  const meters = new P1Meters({
    clock,
    timeZone,
    ports: [
      {
        portId: "p",
        ...options,
        open: async () => {
          if (refused) throw new LinkError("LINK_OPEN_FAILED", "It is not plugged in.", "");
          const { near, far } = memoryLinkPair({ scheduler: clock });
          opened.push(far);
          return near;
        },
      },
    ],
    meters: [
      { meterId: "grid", portId: "p", profile: profile("p1") },
      { meterId: "old", portId: "p", profile: profile("kamstrup-p1") },
      { meterId: "gas", portId: "p", profile: profile("p1-gas"), equipmentId: "7FLO2100000001" },
    ],
  });
  return {
    clock,
    meters,
    opened,
    refuse: (value: boolean) => {
      refused = value;
    },
    async send(bytes: Uint8Array) {
      opened[opened.length - 1]?.write(bytes);
      await clock.advanceBy(1000);
    },
    counter(meterId: string, counterId: string) {
      const reading = meters.takeForRound(meterId, { maxAgeMs: 5 * minuteMs });
      return reading.counters.find((entry) => entry.counterId === counterId);
    },
  };
}

test("a telegram is read for the meter and its sub-meter with the time it came at", async () => {
  const { clock, meters, send, counter } = bench();
  meters.start();
  await clock.advanceBy(10);
  await send(telegramBytes(belgian));
  await clock.advanceBy(minuteMs);
  expect(counter("grid", "import")).toMatchObject({
    observed: { kind: "count", count: 2_111_110 },
    takenAtMs: startMs + 10,
  });
  expect(counter("gas", "volume")?.observed).toMatchObject({ count: 112_384 });
  const reading = meters.takeForRound("grid", { maxAgeMs: 5 * minuteMs });
  expect(reading.serialNumber).toBe("1SAG1100000001");
  expect(reading.live).toContainEqual({
    name: "importPower",
    value: { amount: 420, decimals: 0 },
    unit: "W",
  });
  meters.stop();
});

test("garbled telegrams are counted and do not displace a good one", async () => {
  const { clock, meters, send, counter } = bench();
  meters.start();
  await clock.advanceBy(10);
  const garbled = telegramBytes(belgian);
  garbled[100] = 0x39;
  await send(garbled);
  expect(counter("grid", "import")?.observed).toMatchObject({ reason: "bad-crc" });
  await send(telegramBytes(belgian));
  await send(garbled);
  expect(counter("grid", "import")?.observed).toMatchObject({ kind: "count" });
  expect(meters.health()[0]?.counts).toMatchObject({ good: 1, badCrc: 2 });
  meters.stop();
});

test("an old telegram is stale", async () => {
  const { clock, meters, counter } = bench();
  meters.feed("p", telegramBytes(belgian), startMs);
  meters.start();
  await clock.advanceBy(5 * minuteMs);
  expect(counter("grid", "import")?.observed).toMatchObject({ kind: "count" });
  await clock.advanceBy(1);
  expect(counter("grid", "import")?.observed).toMatchObject({ reason: "stale-message" });
  meters.stop();
});

test("a port that cannot be opened is the reason, and is tried again ever more slowly", async () => {
  const { clock, meters, opened, refuse, send, counter } = bench();
  refuse(true);
  meters.start();
  await clock.advanceBy(10);
  expect(counter("grid", "import")?.observed).toEqual({
    kind: "none",
    reason: "bus-down",
    detail: "It is not plugged in.",
  });
  await clock.advanceBy(60 * minuteMs);
  refuse(false);
  await clock.advanceBy(minuteMs);
  expect(opened.length).toBe(1);
  await send(telegramBytes(belgian));
  expect(counter("grid", "import")?.observed).toMatchObject({ kind: "count" });
  meters.stop();
});

test("a port that falls silent or is unplugged is opened again", async () => {
  const { clock, meters, opened } = bench();
  meters.start();
  await clock.advanceBy(10);
  opened[0]?.close();
  await clock.advanceBy(2000);
  expect(opened.length).toBe(2);
  await clock.advanceBy(125_000);
  expect(opened.length).toBe(3);
  meters.stop();
  await clock.advanceBy(10 * minuteMs);
  expect(opened.length).toBe(3);
});

test("a torn telegram does not join with what comes after the link is opened again", async () => {
  const { clock, meters, opened, send, counter } = bench();
  meters.start();
  await clock.advanceBy(10);
  await send(telegramBytes(belgian).subarray(0, 200));
  opened[0]?.close();
  await clock.advanceBy(5000);
  await send(telegramBytes(belgian));
  expect(counter("grid", "import")?.observed).toMatchObject({ kind: "count" });
  expect(meters.health()[0]?.counts).toMatchObject({ good: 1, badCrc: 0 });
  meters.stop();
});

test("only a meter whose version has none may leave the checksum out", () => {
  const { meters, counter } = bench();
  meters.feed("p", telegramBytes(belgian, "absent"), startMs);
  expect(meters.health()[0]?.counts).toMatchObject({ good: 0, uncheckable: 1 });
  meters.feed("p", telegramBytes(old, "absent"), startMs);
  expect(counter("old", "import")?.observed).toMatchObject({ count: 269_000 });
  expect(counter("grid", "import")?.observed).toMatchObject({ reason: "bad-crc" });
});

test("a 7E1 line is read through its parity bits, and wrong parity spoils the telegram", () => {
  const { meters, counter } = bench({ sevenBits: true });
  const even = telegramBytes(old, "absent").map((byte) => {
    const ones = byte.toString(2).replaceAll("0", "").length;
    return ones % 2 === 0 ? byte : byte | 0x80;
  });
  const spoilt = even.slice();
  spoilt[80] = (spoilt[80] ?? 0) ^ 1;
  meters.feed("p", spoilt, startMs);
  expect(meters.health()[0]?.counts).toMatchObject({ good: 0, badParity: 1 });
  meters.feed("p", even, startMs);
  expect(counter("old", "import")?.observed).toMatchObject({ count: 269_000 });
});

test("a meter that is not planned has no counters", () => {
  expect(bench().meters.takeForRound("x", { maxAgeMs: 1 }).counters).toEqual([]);
  expect(() => bench().meters.feed("x", bytesOf("/"), startMs)).not.toThrow();
});
