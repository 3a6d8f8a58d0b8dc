import { movedClock } from "@mega/domain";
import type { AcceptedReading, Commit, LedgerHost, ReadingsAround } from "@mega/ledger";
import { inlineLedgerHost } from "@mega/ledger";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ReadingMemo } from "./reading-memo.ts";

let ledger: LedgerHost;
let tell: (kinds: readonly string[]) => void;
let answer: ReadingsAround;
let questions: number;
beforeEach(async () => {
  const inline = await inlineLedgerHost({ path: ":memory:", clock: movedClock({ startMs: 0 }) });
  const listeners: ((commit: Commit) => void)[] = [];
  questions = 0;
  answer = {};
  tell = (kinds) => {
    const entries = kinds.map((kind, seq) => ({ kind, seq, hash: new Uint8Array(32) }));
    for (const listener of listeners) listener({ entries, view: inline.snapshot() });
  };
  ledger = {
    ...inline,
    onCommit(listener) {
      listeners.push(listener);
      return () => undefined;
    },
    async readingsAround() {
      questions += 1;
      return answer;
    },
  };
});
afterEach(() => ledger.close());

const reading = (count: number): AcceptedReading => ({
  sourceNo: 1,
  takenAtMs: count,
  count,
  seq: count,
  status: "accepted",
  mark: null,
  reason: null,
  decidedBy: null,
  clockState: "S",
});

test("an answer with a reading after its instant is remembered over rounds", async () => {
  const memo = new ReadingMemo(ledger);
  answer = { before: reading(1), after: reading(2) };
  await memo.readingsAround(1, 5);
  tell(["MonthKeyCommitted", "RoundTaken", "MonthClosed"]);
  expect(await memo.readingsAround(1, 5)).toEqual(answer);
  expect(questions).toBe(1);
  await memo.readingsAround(1, 6);
  await memo.readingsAround(2, 5);
  expect(questions).toBe(3);
});

test("an answer without a reading after its instant is asked for again", async () => {
  const memo = new ReadingMemo(ledger);
  answer = { before: reading(1) };
  await memo.readingsAround(1, 5);
  answer = { before: reading(1), after: reading(9) };
  expect((await memo.readingsAround(1, 5)).after?.count).toBe(9);
});

test.each(["QuarantineReleased", "QuarantineDiscarded", "ReadingCorrected", "OfALaterVersion"])(
  "after %s everything is asked for again",
  async (kind) => {
    const memo = new ReadingMemo(ledger);
    answer = { after: reading(2) };
    await memo.readingsAround(1, 5);
    tell(["RoundTaken", kind]);
    answer = { after: reading(3) };
    expect((await memo.readingsAround(1, 5)).after?.count).toBe(3);
  },
);

test("an answer that was on its way while a decision fell is not remembered", async () => {
  const memo = new ReadingMemo(ledger);
  answer = { after: reading(2) };
  const asked = memo.readingsAround(1, 5);
  tell(["ReadingCorrected"]);
  await asked;
  answer = { after: reading(3) };
  expect((await memo.readingsAround(1, 5)).after?.count).toBe(3);
});
