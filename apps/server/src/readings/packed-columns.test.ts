import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ServerDatabase } from "../database/server-database.ts";
import { startTestPostgres, type TestPostgres } from "../testing/test-database.ts";
import { packOffsets, packStates, unpackOffsets, unpackStates } from "./packed-columns.ts";
import { NEAR_MS } from "./reading-row.ts";

let postgres: TestPostgres;
let database: ServerDatabase;
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.database();
}, 60_000);
afterAll(async () => {
  await database?.close();
  await postgres?.stop();
});

const offset = fc.option(fc.integer({ min: -NEAR_MS, max: NEAR_MS }), { nil: null });
const offsets = fc.array(fc.oneof(offset, fc.constantFrom(-NEAR_MS, -1, 0, 1, NEAR_MS)), {
  minLength: 1,
  maxLength: 40,
});
const states = fc.uint8Array({ minLength: 1, maxLength: 40, max: 3 });

test("columns come back as they went", () => {
  fc.assert(
    fc.property(offsets, states, (some, bytes) => {
      expect(unpackOffsets(packOffsets(some))).toEqual(some);
      expect(unpackStates(packStates(bytes), bytes.length)).toEqual(bytes);
    }),
  );
});

test("the database reads each place as it was packed, and none behind the last", async () => {
  const property = fc.asyncProperty(offsets, states, async (some, bytes) => {
    const rows = await database.as({ kind: "job" }, (tx) =>
      tx.query(
        `SELECT mega_offset_ms($1::bytea, n) AS offset_ms,
           mega_state($2::bytea, array_fill(NULL::bigint, ARRAY[$3::int]), n) AS state
         FROM generate_series(1, 45) AS n ORDER BY n`,
        [packOffsets(some), packStates(bytes), bytes.length],
      ),
    );
    expect(rows).toEqual(
      Array.from({ length: 45 }, (_none, at) => ({
        offset_ms: some[at] ?? null,
        state: bytes[at] ?? 255,
      })),
    );
  });
  await fc.assert(property, { numRuns: 50 });
});
