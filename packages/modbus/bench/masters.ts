// The masters that the bench compares, behind one way to ask. A failed read is `undefined`.

import { createRequire } from "node:module";
import { connect } from "node:net";
import type { Link, LinkOpener } from "@mega/link";
import { tcpOpener, ttyOpener } from "@mega/link";
import jsmodbus from "jsmodbus";
import type { BusClock } from "../src/master/bus-clock.ts";
import { createBusMaster } from "../src/master/bus-master.ts";
import { machineClock } from "../src/testing/machine-clock.ts";

export interface BenchTarget {
  readonly transport: "rtu" | "tcp";
  /** The path of a terminal or the port on the loopback. */
  readonly place: string;
  readonly units: number;
  /** Questions under way at once. */
  readonly window: number;
  /** Whether the terminal has the pace of a line, so that the rests between frames are due. */
  readonly paced: boolean;
  /** What our link is told of the adapter; the others have no such setting. */
  readonly latencyMs: number;
}

export type Read = (
  unit: number,
  address: number,
  count: number,
) => Promise<ArrayLike<number> | undefined>;

interface OpenedMaster {
  readonly read: Read;
  readonly close: () => void;
}

const host = "127.0.0.1";
const baud = 9600;
const timeoutMs = 1000;
const require = createRequire(import.meta.url);

/** Opens one of the masters; throws for an unknown name. */
export function openMaster(library: string, target: BenchTarget): Promise<OpenedMaster> {
  switch (library) {
    case "mega":
      return openMega(target, machineClock());
    case "mega-blocking":
      return openMega(target, { ...machineClock(), blockUntil });
    case "modbus-serial":
      return openModbusSerial(target);
    case "jsmodbus":
      return openJsmodbus(target);
    default:
      throw new Error(`No master is called ${library}.`);
  }
}

// What a bus with a thread of its own may do with the last millisecond before a frame.
const standstill = new Int32Array(new SharedArrayBuffer(4));
function blockUntil(monotonicMs: number): void {
  const leftMs = monotonicMs - performance.now();
  if (leftMs > 0) Atomics.wait(standstill, 0, 0, leftMs);
}

async function openMega(target: BenchTarget, clock: BusClock): Promise<OpenedMaster> {
  const { transport, place, window, latencyMs, paced } = target;
  const tty = ttyOpener({ path: place, latencyMs });
  const open =
    transport === "tcp" ? tcpOpener({ host, port: Number(place) }) : paced ? tty : unpaced(tty);
  const settings = { transport, window, responseTimeoutMs: timeoutMs };
  const master = createBusMaster({ open, clock, settings });
  await master.start();
  return {
    async read(unit, address, count) {
      const request = { kind: "readInputWords", address, count } as const;
      const outcome = await master.transact(unit, request, { priority: "high" });
      if (outcome.kind !== "answered" || !("words" in outcome.response)) return undefined;
      return outcome.response.words;
    },
    close: () => master.stop(),
  };
}

/** The terminal without its speed: nothing rests between frames, as with the other masters. */
function unpaced(open: LinkOpener): LinkOpener {
  return async (signal) => {
    const tty = await open(signal);
    const link: Link = {
      latencyMs: 0,
      charBits: 0,
      baud: 0,
      onBytes: () => undefined,
      onDown: () => undefined,
      write: (bytes) => tty.write(bytes),
      close: () => tty.close(),
    };
    tty.onBytes = (bytes) => link.onBytes(bytes);
    tty.onDown = (reason) => link.onDown(reason);
    return link;
  };
}

async function openModbusSerial({ transport, place }: BenchTarget): Promise<OpenedMaster> {
  const ModbusRTU = require("modbus-serial") as typeof import("modbus-serial")["default"];
  const client = new ModbusRTU();
  if (transport === "tcp") await client.connectTCP(host, { port: Number(place) });
  else await client.connectRTUBuffered(place, { baudRate: baud });
  client.setTimeout(timeoutMs);
  return {
    async read(unit, address, count) {
      client.setID(unit);
      try {
        return (await client.readInputRegisters(address, count)).data;
      } catch {
        return undefined;
      }
    },
    close: () => client.close(() => undefined),
  };
}

async function openJsmodbus({ transport, place, units }: BenchTarget): Promise<OpenedMaster> {
  const clients =
    transport === "tcp" ? await tcpClients(place, units) : await rtuClients(place, units);
  return {
    async read(unit, address, count) {
      try {
        const { response } =
          (await clients.readers[unit - 1]?.readInputRegisters(address, count)) ?? {};
        return response?.body.valuesAsArray;
      } catch {
        return undefined;
      }
    },
    close: clients.close,
  };
}

interface JsmodbusReader {
  readonly readInputRegisters: (
    address: number,
    count: number,
  ) => Promise<{ readonly response: { readonly body: { readonly valuesAsArray: WordArray } } }>;
}

type WordArray = number[] | Uint16Array;

interface JsmodbusClients {
  readonly readers: readonly JsmodbusReader[];
  readonly close: () => void;
}

// A client is bound to its unit; each gets the socket while it connects, or it stays offline.
async function tcpClients(place: string, units: number): Promise<JsmodbusClients> {
  const socket = connect({ host, port: Number(place), noDelay: true });
  const readers = Array.from(
    { length: units },
    (_, index) => new jsmodbus.client.TCP(socket, index + 1, timeoutMs),
  );
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  return { readers, close: () => socket.destroy() };
}

async function rtuClients(place: string, units: number): Promise<JsmodbusClients> {
  // The serial port that modbus-serial brings along; jsmodbus has none of its own.
  const inner = createRequire(require.resolve("modbus-serial"));
  const { SerialPort } = inner("serialport") as typeof import("serialport");
  const port = new SerialPort({ path: place, baudRate: baud });
  const readers = Array.from(
    { length: units },
    (_, index) => new jsmodbus.client.RTU(port, index + 1, timeoutMs),
  );
  await new Promise<void>((resolve) => port.once("open", resolve));
  return { readers, close: () => port.close() };
}
