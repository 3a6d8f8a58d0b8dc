// What faulty servers do to the master on Modbus TCP, over real sockets.

import type { Link, TcpListener } from "@mega/link";
import { listenTcp, tcpOpener } from "@mega/link";
import { afterEach, expect, test } from "vitest";
import type { BusMaster } from "../master/bus-master.ts";
import { createBusMaster } from "../master/bus-master.ts";
import type { BusSettings } from "../master/settings.ts";
import type { SlaveFault } from "../slave/fault-plan.ts";
import type { ReceivedRequest } from "../slave/request-stream.ts";
import { runSlave } from "../slave/run-slave.ts";
import { createSlaveSession } from "../slave/slave-session.ts";
import { machineClock, sleep } from "./machine-clock.ts";
import { meterImage, wordsAt } from "./meter-image.ts";
import { faultsInTurn, timeoutMs, wordsOf } from "./rtu-rig.ts";

const image = meterImage([1, 2]);
const clock = machineClock();
let listener: TcpListener | undefined;
let master: BusMaster | undefined;

afterEach(async () => {
  master?.stop();
  await listener?.close();
  master = undefined;
  listener = undefined;
});

async function open(onLink: (link: Link) => void, settings: Partial<BusSettings> = {}) {
  listener = await listenTcp({ host: "127.0.0.1", port: 0, onLink });
  const bus = createBusMaster({
    open: tcpOpener({ host: "127.0.0.1", port: listener.port }),
    clock,
    settings: {
      transport: "tcp",
      responseTimeoutMs: timeoutMs,
      timeoutMsMin: timeoutMs,
      retries: 0,
      ...settings,
    },
  });
  master = bus;
  await bus.start();
  return (unit: number, address: number) =>
    bus.transact(unit, { kind: "readInputWords", address, count: 2 }, { priority: "interactive" });
}

function slaves(faultFor: (request: ReceivedRequest) => SlaveFault | undefined) {
  return (link: Link) => void runSlave(link, clock, { framing: "mbap", image, faultFor });
}

/** Answers only when `count` requests are here, with the frames as `send` orders them. */
function inBatches(count: number, send: (link: Link, frames: readonly Uint8Array[]) => void) {
  return (link: Link) => {
    const session = createSlaveSession({ framing: "mbap", image });
    let frames: readonly Uint8Array[] = [];
    link.onBytes = (bytes) => {
      frames = [...frames, ...session.receive(bytes, 0).map((delivery) => delivery.bytes)];
      if (frames.length < count) return;
      send(link, frames);
      frames = [];
    };
  };
}

async function readAll(
  read: Awaited<ReturnType<typeof open>>,
  addresses: readonly number[],
): Promise<void> {
  const outcomes = await Promise.all(addresses.map((address) => read(1, address)));
  expect(outcomes.map(wordsOf)).toEqual(addresses.map((address) => wordsAt(1, 4, address, 2)));
}

test("a late reply harms nothing that follows", async () => {
  const read = await open(slaves(faultsInTurn({ kind: "late", delayMs: timeoutMs + 100 })));
  expect((await read(1, 72)).kind).toBe("timeout");
  await readAll(read, [342]);
  await sleep(200);
  await readAll(read, [52, 4, 72]);
});

test("a reply with another transaction costs its own question only", async () => {
  const read = await open(slaves(faultsInTurn({ kind: "otherTransaction", offset: 9 })));
  expect(wordsOf(await read(1, 72))).not.toEqual(wordsAt(1, 4, 72, 2));
  await readAll(read, [342, 72]);
});

test("a reply in single bytes is one reply", async () => {
  const read = await open(slaves(() => ({ kind: "chunks", chunkBytes: 1, pauseMs: 2 })));
  await readAll(read, [72]);
  await readAll(read, [342]);
});

test("replies joined in one segment all find their questions", async () => {
  const joined = (link: Link, frames: readonly Uint8Array[]) =>
    link.write(Uint8Array.from(frames.flatMap((frame) => [...frame])));
  await readAll(await open(inBatches(3, joined), { window: 3 }), [72, 342, 52]);
});

test("replies in the reverse order all find their questions", async () => {
  const reversed = (link: Link, frames: readonly Uint8Array[]) => {
    for (const frame of frames.toReversed()) link.write(frame);
  };
  await readAll(await open(inBatches(4, reversed), { window: 4 }), [72, 342, 52, 4]);
});

test("a length of 0 ends the connection, and a new one answers", async () => {
  const settings = { retries: 1, reopenDelayMsMin: 20 };
  const read = await open(slaves(faultsInTurn({ kind: "wrongLength", length: 0 })), settings);
  const broken = await read(1, 72);
  expect(broken.kind).toBe("busDown");
  expect(broken.timing.elapsedMs).toBeLessThan(timeoutMs);
  await reopened();
  await readAll(read, [72, 342]);
});

test("a peer that hangs up ends the question at once, and a new connection answers", async () => {
  const read = await open(slaves(faultsInTurn({ kind: "hangUp" })), { reopenDelayMsMin: 20 });
  const ended = await read(1, 72);
  expect(ended.kind).toBe("busDown");
  expect(ended.timing.elapsedMs).toBeLessThan(timeoutMs);
  await reopened();
  await readAll(read, [72, 342]);
});

test("a reply with unit 255 is taken when its transaction matches, unless refused", async () => {
  const read = await open(slaves(() => ({ kind: "otherUnit", unit: 255 })));
  await readAll(read, [72]);
  master?.stop();
  await listener?.close();
  const strict = { acceptAnyUnitAnswer: false };
  const strictRead = await open(
    slaves(() => ({ kind: "otherUnit", unit: 255 })),
    strict,
  );
  expect((await strictRead(1, 72)).kind).not.toBe("answered");
});

async function reopened(): Promise<void> {
  for (let step = 0; step < 100 && master?.statistics().link.kind !== "up"; step++) await sleep(20);
}
