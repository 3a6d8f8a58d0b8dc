// Our slaves read and written by mbpoll, a master that shares no code with them: on a serial line
// and on Modbus TCP.

import { spawn } from "node:child_process";
import { listenTcp, ttyOpener } from "@mega/link";
import { runSlave } from "@mega/modbus";
import { afterEach, expect, test } from "vitest";
import { machineClock } from "../../packages/modbus/src/testing/machine-clock.ts";
import { meterImage, wordsAt } from "../../packages/modbus/src/testing/meter-image.ts";
import { openPtyPair } from "../../packages/modbus/src/testing/pty-pair.ts";

const endings: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

/** Runs mbpoll once and returns the values it prints, in their order. */
function mbpoll(args: readonly string[], written: readonly number[] = []): Promise<number[]> {
  const values = written.map(String);
  const child = spawn("mbpoll", [...args, ...values], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", (cause) => {
      reject(new Error("mbpoll does not start. Install the Debian package mbpoll.", { cause }));
    });
    child.once("close", (code) => {
      if (code !== 0) reject(new Error(`mbpoll ended with code ${code}:\n${output}`));
      else resolve([...output.matchAll(/^\[\d+\]:\s+(\d+)/gm)].map((match) => Number(match[1])));
    });
  });
}

const image = meterImage([5, 6]);

/** Starts slaves on a serial line; the arguments that lead mbpoll there. */
async function onSerialLine(): Promise<readonly string[]> {
  const pair = await openPtyPair();
  endings.push(() => pair.close());
  const link = await ttyOpener({ path: pair.far })();
  const slave = runSlave(link, machineClock(), { framing: "rtu", image, turnaroundMs: () => 5 });
  endings.push(() => slave.close());
  return ["-m", "rtu", "-b", "9600", "-P", "none", pair.near];
}

/** Starts slaves on Modbus TCP; the arguments that lead mbpoll there. */
async function onTcp(): Promise<readonly string[]> {
  const onLink: Parameters<typeof listenTcp>[0]["onLink"] = (link) => {
    runSlave(link, machineClock(), { framing: "mbap", image });
  };
  const listener = await listenTcp({ host: "127.0.0.1", port: 0, onLink });
  endings.push(() => listener.close());
  return ["-m", "tcp", "-p", String(listener.port), "127.0.0.1"];
}

const zeroBasedOnce = ["-0", "-1", "-o", "1"] as const;

test.each([
  ["a serial line", onSerialLine],
  ["Modbus TCP", onTcp],
])("mbpoll reads and writes our slaves on %s", async (_name, start) => {
  const place = await start();
  const read = (unit: number, type: string, address: number, count: number) => {
    const range = ["-r", String(address), "-c", String(count)];
    return mbpoll([...zeroBasedOnce, "-a", String(unit), "-t", type, ...range, ...place]);
  };
  expect(await read(5, "3", 72, 4)).toEqual(wordsAt(5, 4, 72, 4));
  expect(await read(6, "4", 300, 125)).toEqual(wordsAt(6, 3, 300, 125));
  expect(await read(5, "0", 3, 10)).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 0, 1]);
  expect(await read(5, "1", 1, 3)).toEqual([0, 0, 1]);

  const write = (address: number, ...words: readonly number[]) => {
    const target = ["-a", "5", "-t", "4", "-r", String(address)];
    return mbpoll([...zeroBasedOnce, ...target, ...place], words);
  };
  await write(9, 1234);
  await write(10, 1, 2, 3);
  expect(await read(5, "4", 9, 4)).toEqual([1234, 1, 2, 3]);

  await expect(read(7, "3", 72, 4)).rejects.toThrow(/timed out|Gateway|Target/i);
});
