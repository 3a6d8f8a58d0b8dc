/** Whatever is sent in whatever order, the mirror is a beginning of the ledger, byte for byte. */

import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ServerDatabase } from "../database/server-database.ts";
import { mirrorReader } from "../readings/mirror-reader.ts";
import { dumpMirror, mirroredEntries } from "../testing/mirror-dump.ts";
import {
  batchOf,
  enrolledGateway,
  forkedAt,
  lifeLedger,
  type SentLedger,
} from "../testing/sent-ledger.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { type BatchOutcome, storeBatch } from "./store-batch.ts";
import { storeKeys } from "./store-keys.ts";

let postgres: TestPostgres;
let database: ServerDatabase;
let life: SentLedger;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.database();
  life = await lifeLedger(11, 40);
}, 60_000);
afterAll(async () => {
  await database?.close();
  await postgres?.stop();
});

/** What a gateway, or somebody in its name, may do next. */
type Step =
  | { readonly kind: "send" | "cut" | "unheard"; readonly from: number; readonly count: number }
  | { readonly kind: "fork"; readonly at: number; readonly from: number; readonly count: number }
  | { readonly kind: "at-once"; readonly from: readonly number[]; readonly count: number };

const place = fc.integer({ min: 1, max: 70 });
const count = fc.integer({ min: 1, max: 30 });
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("send" as const), from: place, count }) },
    fc.record({ kind: fc.constantFrom("cut" as const, "unheard" as const), from: place, count }),
    fc.record({ kind: fc.constant("fork" as const), at: place, from: place, count }),
    fc.record({
      kind: fc.constant("at-once" as const),
      from: fc.array(place, { minLength: 2, maxLength: 4 }),
      count,
    }),
  ),
  { minLength: 1, maxLength: 12 },
);

/** A connection that breaks before the COMMIT, or whose answer is not heard. */
function broken(when: "cut" | "unheard"): ServerDatabase {
  return {
    ...database,
    async as(identity, work) {
      const result = await database.as(identity, async (tx) => {
        const done = await work(tx);
        if (when === "cut") throw new Error("cut");
        return done;
      });
      throw new Error(`not heard: ${String(result)}`);
    },
  };
}

function send(
  gatewayId: number,
  {
    from,
    count,
    entries = life.entries,
  }: {
    readonly from: number;
    readonly count: number;
    readonly entries?: readonly Uint8Array[];
  },
  to: ServerDatabase = database,
): Promise<BatchOutcome> {
  const batch = batchOf({ ...life, entries }, from, count);
  return storeBatch(to, { gatewayId, generation: 1, batch, nowMs: 0 });
}

/** The head that the model expects after a step; it checks the answer on the way. */
async function step(gatewayId: number, head: number, one: Step): Promise<number> {
  const last = life.entries.length;
  const from = (wanted: number) => Math.min(wanted, last);
  switch (one.kind) {
    case "at-once": {
      const starts = one.from.map(from);
      const outcomes = await Promise.all(
        starts.map((start) => send(gatewayId, { from: start, count: one.count })),
      );
      const heads = outcomes.map((outcome) => {
        expect(["committed", "gap"]).toContain(outcome.kind);
        return "head" in outcome ? outcome.head.headSeq : 0;
      });
      return Math.max(head, ...heads);
    }
    case "fork": {
      const start = from(one.from);
      // A fork ahead of the head would be the only ledger that the mirror knows.
      if (one.at > head) return head;
      const entries = forkedAt(life.entries, one.at);
      const outcome = await send(gatewayId, { from: start, count: one.count, entries });
      const end = Math.min(start + one.count - 1, last);
      const expected = start > head + 1 ? "gap" : end < one.at ? "committed" : "forked";
      expect(outcome.kind).toBe(expected);
      return head;
    }
    default: {
      const start = from(one.from);
      const end = Math.min(start + one.count - 1, last);
      const isGap = start > head + 1;
      const moved = isGap ? head : Math.max(head, end);
      if (one.kind === "send") {
        const outcome = await send(gatewayId, { from: start, count: one.count });
        expect(outcome).toMatchObject({
          kind: isGap ? "gap" : "committed",
          head: { headSeq: moved },
        });
        return moved;
      }
      const lost = send(gatewayId, { from: start, count: one.count }, broken(one.kind));
      await expect(lost).rejects.toThrow();
      return one.kind === "cut" ? head : moved;
    }
  }
}

test("any order of batches, resends, forks and cuts leaves a beginning of the ledger", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const gatewayId = await enrolledGateway(database);
      await storeKeys(database, { gatewayId, generation: 1, keys: life });
      let head = 0;
      for (const one of taken) head = await step(gatewayId, head, one);
      expect(await mirroredEntries(database, gatewayId)).toEqual(life.entries.slice(0, head));
      await send(gatewayId, { from: head + 1, count: 500 });
      expect(await mirrorReader(database, gatewayId).state()).toEqual(life.host.snapshot());
    }),
    { numRuns: 25 },
  );
});

test("cut into batches in any way, the same rows follow", async () => {
  const whole = await enrolledGateway(database);
  await storeKeys(database, { gatewayId: whole, generation: 1, keys: life });
  await send(whole, { from: 1, count: 500 });
  const expected = await dumpMirror(database, whole);
  expect(expected.readings.length).toBeGreaterThan(30);
  await fc.assert(
    fc.asyncProperty(fc.array(count, { minLength: 1, maxLength: 20 }), async (sizes) => {
      const gatewayId = await enrolledGateway(database);
      await storeKeys(database, { gatewayId, generation: 1, keys: life });
      let from = 1;
      for (const size of [...sizes, 500]) {
        if (from > life.entries.length) break;
        await send(gatewayId, { from, count: size });
        from += size;
      }
      expect(await dumpMirror(database, gatewayId)).toEqual(expected);
    }),
    { numRuns: 8 },
  );
});

test("keys that come beside the entries, in any order, leave the same rows", async () => {
  const whole = await enrolledGateway(database);
  await storeKeys(database, { gatewayId: whole, generation: 1, keys: life });
  await send(whole, { from: 1, count: 500 });
  const expected = await dumpMirror(database, whole);
  for (let turn = 0; turn < 6; turn++) {
    const gatewayId = await enrolledGateway(database);
    const handOver = async () => {
      for (const key of life.keys) {
        const keys = { ledgerId: life.ledgerId, keys: [key] };
        await storeKeys(database, { gatewayId, generation: 1, keys });
      }
    };
    const upload = async () => {
      for (let from = 1; from <= life.entries.length; from += 1 + turn) {
        await send(gatewayId, { from, count: 1 + turn });
      }
    };
    await Promise.all([handOver(), upload()]);
    expect(await dumpMirror(database, gatewayId)).toEqual(expected);
  }
});
