/**
 * A gateway's ledger at work, in a process that can be ended at any moment: the host of service, with
 * its thread, told batch after batch. Before each append it says which kinds it will store, after each
 * the entry that is acknowledged and the monotonic time, in lines that `said.ts` reads:
 *
 *   begin KIND,KIND…          stored SEQ HASH NANOSECONDS
 *
 * Arguments: ledger file, channels, seed, batches (0: without end), "close" to close it then. With
 * "go-on" a batch that the disk did not take is told ("failed") and left, and the next one follows. A
 * number behind that: before so many last batches it rests until the ledger's thread has tidied up.
 */

import { writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { MegaError, systemClock } from "@mega/domain";
import { workerLedgerHost } from "@mega/ledger";
import { chanceFrom } from "../chance.ts";
import { nextBatch } from "./building-life.ts";

const [path = "", channels = "16", seed = "1", batches = "0", closing = "", behindRest = "0"] =
  process.argv.slice(2);
/** The thread tidies up when nobody has asked for two seconds. */
const REST_MS = 2500;
const say = (line: string): void => {
  try {
    writeSync(1, `${line}\n`);
  } catch (cause) {
    // Whoever listens is slow: nothing is done before he knows.
    if ((cause as NodeJS.ErrnoException).code !== "EAGAIN") throw cause;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    say(line);
  }
};
const chance = chanceFrom(Number(seed));

try {
  const ledger = await workerLedgerHost({ path, clock: systemClock() });
  say(`opened ${ledger.snapshot().head.seq}`);
  const last = Number(batches) === 0 ? Number.POSITIVE_INFINITY : Number(batches);
  for (let batch = 0; batch < last; batch++) {
    if (behindRest !== "0" && batch === last - Number(behindRest)) await sleep(REST_MS);
    const events = nextBatch(ledger.snapshot(), Number(channels), chance);
    say(`begin ${events.map(({ kind }) => kind).join(",")}`);
    const outcome = await ledger.append(events).catch((cause: unknown) => {
      if (!(cause instanceof MegaError) || closing !== "go-on") throw cause;
      return cause;
    });
    if (outcome instanceof MegaError) {
      say(`failed ${outcome.code}`);
      continue;
    }
    // What was made from a view of before a failure may be refused by what was stored after all.
    if (!outcome.ok && closing === "go-on") {
      say("refused");
      continue;
    }
    if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome)}`);
    const atNs = process.hrtime.bigint();
    const stored = outcome.entries.at(-1);
    if (stored) say(`stored ${stored.seq} ${Buffer.from(stored.hash).toString("hex")} ${atNs}`);
  }
  if (closing === "close") await ledger.close();
  say("ended");
} catch (cause) {
  if (!(cause instanceof MegaError)) throw cause;
  // The disk is gone, as it is meant to be: nothing is acknowledged any more.
  say(`failed ${cause.code}`);
}
process.exit(0);
