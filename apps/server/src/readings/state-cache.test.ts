import { emptyState, type LedgerState } from "@mega/ledger";
import { expect, test } from "vitest";
import { StateCache } from "./state-cache.ts";

const place = (gatewayId: number, pastChanges = 0) => ({ gatewayId, ledgerNo: 1, pastChanges });
const at = (seq: number): LedgerState => {
  const empty = emptyState("00".repeat(16), 1);
  return { ...empty, head: { ...empty.head, seq } };
};
const known = (seq: number, savedSeq = 0) => ({ state: at(seq), savedSeq });

test("a state is found by its ledger, and not once its past was changed", () => {
  const cache = new StateCache();
  cache.keep(place(1), known(7, 3));
  expect(cache.of(place(1))).toMatchObject({ state: { head: { seq: 7 } }, savedSeq: 3 });
  for (const other of [place(2), place(1, 1), { ...place(1), ledgerNo: 2 }]) {
    expect(cache.of(other)).toBe(undefined);
  }
});

test("of two answers at once the later head stays, and the one that knows more of the past", () => {
  const cache = new StateCache();
  cache.keep(place(1), known(9));
  cache.keep(place(1), known(7));
  expect(cache.of(place(1))?.state.head.seq).toBe(9);
  cache.keep(place(1, 1), known(5));
  cache.keep(place(1, 0), known(20));
  expect(cache.of(place(1, 1))?.state.head.seq).toBe(5);
});

test("64 states are kept, those that were asked for last", () => {
  const cache = new StateCache();
  for (let no = 1; no <= 64; no++) cache.keep(place(no), known(1));
  cache.of(place(1));
  cache.keep(place(65), known(1));
  expect(cache.of(place(1))).not.toBe(undefined);
  expect(cache.of(place(2))).toBe(undefined);
});
