// Our master against the slaves of pymodbus, which share no code with it: on a serial line, on
// Modbus TCP, and in serial frames over TCP.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { LinkOpener } from "@mega/link";
import { tcpOpener, ttyOpener } from "@mega/link";
import type { BusMaster, ModbusRequest, Transport } from "@mega/modbus";
import { createBusMaster } from "@mega/modbus";
import { afterEach, expect, test } from "vitest";
import { machineClock } from "../../packages/modbus/src/testing/machine-clock.ts";
import { openPtyPair } from "../../packages/modbus/src/testing/pty-pair.ts";

const script = fileURLToPath(new URL("pymodbus-slave.py", import.meta.url));
const endings: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** Starts pymodbus and returns the place it tells. */
async function startSlaves(...args: readonly string[]): Promise<string> {
  // The system's own Python: the Debian package is invisible to any other.
  const child = spawn("/usr/bin/python3", [script, ...args], { stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  endings.push(() => {
    child.stdin.end();
    return ended;
  });
  let complaint = "";
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const place = /^listening (.+)$/.exec(line)?.[1];
    if (place !== undefined) return place;
  }
  const needed = "Install the Debian packages python3-pymodbus and python3-serial-asyncio.";
  throw new Error(`pymodbus does not start. ${needed}\n${complaint}`);
}

async function startMaster(open: LinkOpener, transport: Transport): Promise<BusMaster> {
  const master = createBusMaster({ open, clock: machineClock(), settings: { transport } });
  endings.push(() => master.stop());
  await master.start();
  return master;
}

async function serialMaster(): Promise<BusMaster> {
  const pair = await openPtyPair();
  endings.push(() => pair.close());
  await startSlaves("serial", pair.far);
  return startMaster(ttyOpener({ path: pair.near }), "rtu");
}

async function tcpMaster(): Promise<BusMaster> {
  const port = Number(await startSlaves("tcp"));
  return startMaster(tcpOpener({ host: "127.0.0.1", port }), "tcp");
}

async function rtuOverTcpMaster(): Promise<BusMaster> {
  const port = Number(await startSlaves("rtu-over-tcp"));
  return startMaster(tcpOpener({ host: "127.0.0.1", port }), "rtu");
}

async function answer(master: BusMaster, unit: number, request: ModbusRequest): Promise<unknown> {
  const outcome = await master.transact(unit, request, { priority: "interactive" });
  return outcome.kind === "answered" ? outcome.response : outcome;
}

const span = (start: number, count: number) =>
  Array.from({ length: count }, (_, index) => start + index);

test.each([
  ["a serial line", serialMaster],
  ["Modbus TCP", tcpMaster],
  ["serial frames over TCP", rtuOverTcpMaster],
])("the slaves of pymodbus on %s are read and written", async (_name, start) => {
  const master = await start();
  for (const unit of [1, 2, 1]) {
    expect(
      await answer(master, unit, { kind: "readInputWords", address: 72, count: 4 }),
    ).toMatchObject({ words: span(unit * 1000 + 72, 4) });
    expect(
      await answer(master, unit, { kind: "readHoldingWords", address: 300, count: 125 }),
    ).toMatchObject({ words: span(unit * 2000 + 300, 125) });
  }
  expect(await answer(master, 1, { kind: "readCoils", address: 4, count: 3 })).toMatchObject({
    bits: [false, true, false],
  });
  expect(
    await answer(master, 1, { kind: "readDiscreteInputs", address: 6, count: 10 }),
  ).toMatchObject({ bits: span(6, 10).map((at) => at % 3 === 0) });

  await answer(master, 1, { kind: "writeWord", address: 10, word: 4321 });
  await answer(master, 1, { kind: "writeWords", address: 11, words: [1, 2, 3] });
  expect(
    await answer(master, 1, { kind: "readHoldingWords", address: 10, count: 4 }),
  ).toMatchObject({ words: [4321, 1, 2, 3] });
  await answer(master, 1, { kind: "writeCoil", address: 20, on: true });
  await answer(master, 1, { kind: "writeCoils", address: 21, bits: [false, true, true] });
  expect(await answer(master, 1, { kind: "readCoils", address: 20, count: 4 })).toMatchObject({
    bits: [true, false, true, true],
  });

  expect(await master.identify(2)).toMatchObject({
    kind: "identified",
    vendor: "pymodbus",
    product: "PM",
    revision: "3.0",
  });

  expect(
    await answer(master, 1, { kind: "readInputWords", address: 5000, count: 2 }),
  ).toMatchObject({ kind: "exception", code: 2 });
  expect(await answer(master, 1, { kind: "readInputWords", address: 72, count: 4 })).toMatchObject({
    words: span(1072, 4),
  });
});
