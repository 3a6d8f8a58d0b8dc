// One master of the bench in a process of its own, so that its processor time is its own:
//
//   run-client.ts <mega|mega-blocking|modbus-serial|jsmodbus> <rtu|tcp> <path|port> <units>
//                 <address:count,…> <transactions> <ms> <warm-up> [window] [paced 0|1] [latency-ms]
//
// Reads every block of every unit in turn until the count or the time is reached, checks every
// word, and prints one line of JSON.

import process from "node:process";
import type { BenchTarget, Read } from "./masters.ts";
import { openMaster } from "./masters.ts";

const [library = "", transport = "", place = "", unitsText, blocksText = "", ...numbers] =
  process.argv.slice(2);
const [transactions = 0, elapsedMsMax = 0, warmUp = 0, window = 1, paced = 0, latencyMs = 0] =
  numbers.map(Number);
const target: BenchTarget = {
  transport: transport === "tcp" ? "tcp" : "rtu",
  place,
  units: Number(unitsText),
  window,
  paced: paced === 1,
  latencyMs,
};
const blocks = blocksText.split(",").map((block) => {
  const [address = 0, count = 1] = block.split(":").map(Number);
  return { address, count };
});

const tally = { good: 0, wrong: 0, failed: 0 };
const { read, close } = await openMaster(library, target);
await askInTurn(read, warmUp, Number.POSITIVE_INFINITY);
Object.assign(tally, { good: 0, wrong: 0, failed: 0 });
const cpuStart = process.cpuUsage();
const startMs = performance.now();
await askInTurn(read, transactions, startMs + elapsedMsMax);
const elapsedMs = performance.now() - startMs;
const cpu = process.cpuUsage(cpuStart);
console.log(JSON.stringify({ ...tally, elapsedMs, cpuMs: (cpu.user + cpu.system) / 1000 }));
close();
process.exit(0);

// As many askers as the window is wide; each takes the next question of the common order.
async function askInTurn(ask: Read, count: number, untilMs: number): Promise<void> {
  let next = 0;
  const asker = async () => {
    while (next < count && performance.now() < untilMs) {
      const turn = next++;
      const block = blocks[turn % blocks.length] ?? { address: 0, count: 1 };
      const unit = 1 + (Math.floor(turn / blocks.length) % target.units);
      judge(unit, block.address, block.count, await ask(unit, block.address, block.count));
    }
  };
  await Promise.all(Array.from({ length: target.window }, asker));
}

function judge(
  unit: number,
  address: number,
  count: number,
  words: ArrayLike<number> | undefined,
): void {
  if (words === undefined) {
    tally.failed += 1;
    return;
  }
  let right = words.length === count;
  for (let index = 0; index < words.length; index++) {
    const wanted = (unit * 7919 + (address + index) * 104_729) % 0x1_0000;
    if (words[index] !== wanted) right = false;
  }
  tally[right ? "good" : "wrong"] += 1;
}
