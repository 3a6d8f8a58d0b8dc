/**
 * A process that appends rounds to a ledger and says the number of each acknowledged entry on a
 * line, for tests that end it or its disk in the middle. Arguments: path, rounds, bytes of raw
 * words. With 0 rounds it only opens, verifies and reads.
 */

import { writeSync } from "node:fs";
import { MegaError, systemClock } from "@mega/domain";
import { acceptedItem, firstDueAtMs, testRound, testSource } from "../../contract/test-events.ts";
import { inlineLedgerHost } from "../inline-ledger-host.ts";

const [path = "", rounds = "0", rawBytes = "4"] = process.argv.slice(2);
const ledger = await inlineLedgerHost({ path, clock: systemClock() });
const say = (text: string) => writeSync(1, `${text}\n`);
say(`head ${ledger.snapshot().head.seq}`);

try {
  if (Number(rounds) > 0 && ledger.snapshot().zone === null) {
    await ledger.append([
      { kind: "zone-set", timeZone: "Europe/Brussels", tzVersion: "2026a" },
      { kind: "source-declared", source: testSource(1) },
      { kind: "source-declared", source: testSource(2) },
    ]);
  }
  const done = ledger.snapshot().head.seq;
  for (let at = 0; at < Number(rounds); at++) {
    const hour = done + at;
    const takenAtMs = firstDueAtMs + hour * 3_600_000;
    const raw = new Uint8Array(Number(rawBytes)).fill(hour & 0xff);
    const items = [1, 2].map((no) => ({ ...acceptedItem(no, takenAtMs, 1000 + hour), raw }));
    const outcome = await ledger.append([testRound(hour, items)]);
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
    say(`stored ${outcome.entries.at(-1)?.seq}`);
  }
} catch (cause) {
  if (!(cause instanceof MegaError)) throw cause;
  say(`failed ${cause.code}`);
}
const latest = (await ledger.readingsAround(1, Number.MAX_SAFE_INTEGER)).before;
const report = await ledger.verify(1);
say(`verified ${report.ok} ${report.headSeq} latest ${latest?.seq ?? 0}`);
await ledger.close();
