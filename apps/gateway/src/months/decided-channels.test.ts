import { emptyState, type LedgerView, quarantineKey } from "@mega/ledger";
import { expect, test } from "vitest";
import { decidedChannels } from "./decided-channels.ts";

const quantity = { amount: 0, decimals: 3, unit: "kWh" } as const;
const binding = (channelNo: number, counter1: number, counter2: number | null = null) => ({
  channelNo,
  fromMs: 0,
  counter1,
  counter2,
});
const waiting = { seq: 7, sourceNo: 2, takenAtMs: 5, count: 1, reason: "fell" } as const;
/** Two channels on one meter, and one on another. */
const before: LedgerView = {
  ...emptyState("00", 1),
  bindings: new Map([
    [1, [binding(1, 1, 2)]],
    [2, [binding(2, 2)]],
    [3, [binding(3, 3)]],
  ]),
  quarantines: new Map([[quarantineKey(7, 2), waiting]]),
};

const changes: readonly (readonly [what: string, after: Partial<LedgerView>, who: number[]])[] = [
  ["nothing", {}, []],
  ["a reading was released or discarded", { quarantines: new Map() }, [1, 2]],
  [
    "a further reading waits",
    { quarantines: new Map([...before.quarantines, ["8/3", { ...waiting, seq: 8, sourceNo: 3 }]]) },
    [],
  ],
  [
    "a meter was exchanged",
    {
      exchanges: [
        { oldSourceNo: 3, newSourceNo: 4, atMs: 9, oldEndCount: 5, newStartCount: 0, seq: 9 },
      ],
    },
    [3],
  ],
  ["a counter rolled over", { rollovers: [{ sourceNo: 1, atMs: 9, firstCount: 0, seq: 9 }] }, [1]],
  [
    "an index was fixed",
    {
      recordedIndexes: [
        {
          sourceNo: 3,
          purpose: "opening",
          seq: 9,
          index: { atMs: 9, index: quantity, method: "person", evidence: [] },
        },
      ],
    },
    [3],
  ],
  [
    "a channel was bound anew",
    { bindings: new Map([...before.bindings, [2, [binding(2, 2), binding(2, 5)]]]) },
    [2],
  ],
];

test.each(changes)("when %s, the channels it is about are looked at again", (_, after, who) => {
  expect([...decidedChannels(before, { ...before, ...after })].sort()).toEqual(who);
});
