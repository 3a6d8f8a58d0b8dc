import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type MovedClock, movedClock } from "@mega/domain";
import { decodeBatch, decodeKeys } from "@mega/uplink";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { firstDueAtMs } from "../../../../packages/ledger/src/contract/test-events.ts";
import type { ServerRequest } from "./ask-server.ts";
import type { ServerOutcome } from "./server-outcome.ts";
import { Counterpart, counterpartCredential, problem } from "./testing/counterpart.ts";
import { counterpartPort } from "./testing/counterpart-port.ts";
import { type UploadingLedger, uploadingLedger } from "./testing/uploading-ledger.ts";
import { type PassEnd, uploadPass } from "./upload-pass.ts";

let folder: string;
let made = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mega-uplink-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Stage {
  readonly clock: MovedClock;
  readonly own: UploadingLedger;
  readonly server: Counterpart;
  /** What happens to requests that were served: their answers may be lost. */
  afterwards: (outcome: ServerOutcome) => ServerOutcome;
  pass(from: number | null): Promise<PassEnd>;
  readonly positions: number[];
  /** Whether the server has the ledger, byte for byte, and its keys. */
  isWhole(): Promise<boolean>;
}

async function stage(rounds: number): Promise<Stage> {
  const clock = movedClock({ startMs: firstDueAtMs });
  const own = await uploadingLedger(clock);
  await own.rounds(rounds);
  made += 1;
  const server = new Counterpart(join(folder, `server-${made}`));
  const port = counterpartPort(() => server);
  const positions: number[] = [];
  const signal = new AbortController().signal;
  const on: Stage = {
    clock,
    own,
    server,
    positions,
    afterwards: (outcome) => outcome,
    pass: (from) => {
      const ask = async (request: ServerRequest) =>
        on.afterwards(await port.ask({ ...request, bearer: counterpartCredential }, signal));
      const onPosition = (seq: number) => {
        // The cursor is never ahead of what the server has committed.
        expect(server.entries.length).toBeGreaterThanOrEqual(seq);
        positions.push(seq);
      };
      const { ledger } = own;
      return clock.runUntilSettled(uploadPass({ clock, ledger, ask, signal, onPosition }, from));
    },
    async isWhole() {
      const { head } = own.ledger.snapshot();
      const stored = await own.ledger.entries(1, 10_000);
      const same = stored.every(({ bytes }, at) =>
        Buffer.from(bytes).equals(server.entries[at] ?? new Uint8Array(0)),
      );
      const limits = { toSeq: head.seq, entriesMax: 10_000, roundsMax: 10_000, bytesMax: 2 ** 30 };
      const { keys } = await own.ledger.entriesToCopy(1, limits);
      const hasKeys = keys.every(({ sourceNo, month }) => server.keys.has(`${sourceNo}/${month}`));
      return same && hasKeys && server.entries.length === head.seq;
    },
  };
  return on;
}

test("what stands behind the cursor goes in batches of a day, keys first", async () => {
  const on = await stage(50);
  expect(await on.pass(null)).toEqual({ kind: "done" });
  expect(on.server.requests).toEqual([
    "GET /v1/ledger",
    "PUT /v1/keys",
    "POST /v1/batch",
    "POST /v1/batch",
    "POST /v1/batch",
  ]);
  // The zone, two sources and the keys' commitment stand before the first round.
  expect(on.positions).toEqual([0, 28, 52, 54]);
  expect([...on.server.keys.keys()]).toEqual(["1/2026-05", "2/2026-05"]);
  expect(await on.isWhole()).toBe(true);
  // Between two batches others have their turn.
  expect(on.clock.nowMs() - firstDueAtMs).toBe(2000);
});

test("with nothing new the server is not asked", async () => {
  const on = await stage(1);
  await on.pass(null);
  const { length } = on.server.requests;
  expect(await on.pass(on.server.entries.length)).toEqual({ kind: "done" });
  expect(on.server.requests.length).toBe(length);
});

test("keys of a new month go before its first entry", async () => {
  const on = await stage(0);
  const seen: string[] = [];
  on.server.interfere = ({ path, body }) => {
    const bytes = body?.bytes ?? new Uint8Array(0);
    if (path === "/v1/keys")
      seen.push(...decodeKeys(bytes).keys.map(({ month }) => `key ${month}`));
    if (path === "/v1/batch") seen.push(`batch from ${decodeBatch(bytes).fromSeq}`);
    return undefined;
  };
  await on.own.rounds(31 * 24 - 1);
  await on.pass(null);
  seen.length = 0;
  await on.own.rounds(2);
  await on.pass(on.server.entries.length);
  expect(seen).toEqual([
    "key 2026-06",
    "key 2026-06",
    `batch from ${on.server.entries.length - 2}`,
  ]);
});

test("what is not synced here is not sent, though it can be read", async () => {
  const on = await stage(3);
  const before = on.own.ledger.snapshot();
  await on.own.rounds(2);
  // As in the ledger's thread while the disk is waited for.
  const ledger = { ...on.own.ledger, snapshot: () => before };
  const port = counterpartPort(() => on.server);
  const { signal } = new AbortController();
  const ask = (request: ServerRequest) =>
    port.ask({ ...request, bearer: counterpartCredential }, signal);
  const ports = { clock: on.clock, ledger, ask, signal, onPosition: () => undefined };
  await on.clock.runUntilSettled(uploadPass(ports, null));
  expect(on.server.entries.length).toBe(before.head.seq);
});

test("a server that lost its newest entries is filled again", async () => {
  const on = await stage(30);
  await on.pass(null);
  on.server.loseFrom(10);
  await on.own.rounds(1);
  expect(await on.pass(34)).toEqual({ kind: "done" });
  expect(on.positions.slice(-3)).toEqual([9, 33, 35]);
  expect(await on.isWhole()).toBe(true);
});

test("a server that names one gap after another is given up for a while", async () => {
  const on = await stage(3);
  on.server.interfere = ({ path }) =>
    path === "/v1/batch" ? problem(409, "MIRROR_GAP") : undefined;
  expect(await on.pass(null)).toMatchObject({ kind: "failed", code: "answer" });
  expect(on.server.requests.filter((one) => one === "POST /v1/batch").length).toBe(4);
});

test("a server that takes entries and stands still is given up for a while", async () => {
  const on = await stage(3);
  await on.pass(null);
  const head = on.server.head;
  await on.own.rounds(1);
  on.server.interfere = ({ path }) =>
    path === "/v1/batch" ? { status: 200, body: head } : undefined;
  expect(await on.pass(on.server.entries.length)).toMatchObject({ kind: "failed", code: "answer" });
});

test("another history ends the upload with the entry and both hashes", async () => {
  const [on, cloned] = [await stage(3), await stage(0)];
  await on.pass(null);
  // The same box, copied: it goes on by itself and comes first.
  const stored = await on.own.ledger.entries(1, 100);
  const forged = { ...on.server.head, headHash: "ab".repeat(32) };
  on.server.interfere = ({ path }) => {
    if (path === "/v1/batch") return problem(409, "LEDGER_FORKED");
    return path === "/v1/ledger" ? { status: 200, body: { ledger: forged } } : undefined;
  };
  await on.own.rounds(1);
  const last = stored.at(-1);
  expect(await on.pass(last?.seq ?? 0)).toEqual({
    kind: "refused",
    refusal: {
      reason: "forked",
      seq: last?.seq,
      ownHash: Buffer.from(last?.hash ?? []).toString("hex"),
      serverHash: "ab".repeat(32),
    },
  });
  await cloned.own.rounds(1);
  await cloned.pass(null);
  on.server.interfere = () => ({ status: 200, body: { ledger: cloned.server.head } });
  expect(await on.pass(null)).toMatchObject({ refusal: { reason: "other-ledger" } });
});

test("a fork that the refusal tells is shown with our hash of that entry", async () => {
  const on = await stage(2);
  const stored = await on.own.ledger.entries(1, 100);
  const body = (storedHash: unknown) => ({
    ...(problem(409, "LEDGER_FORKED").body as object),
    fork: { seq: 3, storedHash, sentHash: "any" },
  });
  const answers = (storedHash: unknown) => {
    on.server.interfere = ({ path }) =>
      path === "/v1/batch" ? { status: 409, body: body(storedHash) } : undefined;
  };
  answers("cd".repeat(32));
  const ownHash = Buffer.from(stored[2]?.hash ?? []).toString("hex");
  expect(await on.pass(null)).toEqual({
    kind: "refused",
    refusal: { reason: "forked", seq: 3, ownHash, serverHash: "cd".repeat(32) },
  });
  answers(null);
  expect(await on.pass(null)).toMatchObject({ refusal: { reason: "other-ledger", seq: 3 } });
  // Told in another form it is looked for by asking.
  answers("<script>");
  expect(await on.pass(null)).toMatchObject({
    refusal: { reason: "forked", seq: 1, serverHash: null },
  });
});

test("refusals of the gateway itself end the upload", async () => {
  const on = await stage(1);
  for (const [code, status, reason] of [
    ["GATEWAY_REPLACED", 409, "replaced"],
    ["UNAUTHENTICATED", 401, "revoked"],
  ] as const) {
    on.server.interfere = () => problem(status, code);
    expect(await on.pass(null)).toMatchObject({ kind: "refused", refusal: { reason } });
  }
  on.server.interfere = () => problem(503, "DATABASE_UNAVAILABLE");
  expect(await on.pass(null)).toMatchObject({ kind: "failed", code: "status" });
});

test("answers that are none are believed in nothing", async () => {
  const on = await stage(1);
  for (const body of [null, 1, {}, { ledger: {} }, { ledger: null, more: 1 }, "x".repeat(1000)]) {
    on.server.interfere = () => ({ status: 200, body });
    expect(await on.pass(null)).toMatchObject({ kind: "failed", code: "answer" });
  }
  expect(on.positions).toEqual([]);
});

/** What happens to a request. */
const faults = fc.constantFrom("none", "none", "lost", "answer lost", "gap", "busy");
/** What happens between two passes. */
const events = fc.oneof(
  fc.record({ kind: fc.constant("rounds" as const), count: fc.integer({ min: 1, max: 40 }) }),
  fc.record({
    kind: fc.constant("server loses" as const),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({ kind: fc.constant("restart" as const) }),
);

test("whatever is lost on the way, the server has a beginning of the ledger, and in the end all", async () => {
  const life = fc.array(fc.tuple(events, fc.array(faults, { maxLength: 8 })), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(life, async (steps) => {
      const on = await stage(0);
      let cursor: number | null = null;
      for (const [event, planned] of steps) {
        if (event.kind === "rounds") await on.own.rounds(event.count);
        if (event.kind === "restart") cursor = null;
        if (event.kind === "server loses" && on.server.entries.length > 0) {
          on.server.loseFrom(1 + Math.floor(event.share * (on.server.entries.length - 1)));
        }
        const left = [...planned];
        let answerLost = false;
        on.server.interfere = () => {
          const fault = left.shift() ?? "none";
          answerLost = fault === "answer lost";
          if (fault === "lost") return "no-answer";
          if (fault === "gap") return problem(409, "MIRROR_GAP");
          return fault === "busy" ? problem(503, "DATABASE_UNAVAILABLE") : undefined;
        };
        on.afterwards = (outcome) =>
          answerLost
            ? { kind: "failed", code: "unreachable", detail: "cut", retryAfterMs: null }
            : outcome;
        const end = await on.pass(cursor);
        expect(["done", "failed"]).toContain(end.kind);
        cursor = end.kind === "done" ? (on.positions.at(-1) ?? cursor) : null;
        const stored = await on.own.ledger.entries(1, 10_000);
        expect(
          on.server.entries.every((bytes, at) =>
            Buffer.from(bytes).equals(stored[at]?.bytes ?? new Uint8Array(0)),
          ),
        ).toBe(true);
      }
      on.server.interfere = () => undefined;
      on.afterwards = (outcome) => outcome;
      expect(await on.pass(null)).toEqual({ kind: "done" });
      expect(await on.isWhole()).toBe(true);
      await on.own.ledger.close();
    }),
    { numRuns: 60 },
  );
});
