import { expect, test } from "vitest";
import { ATTEMPTS_MAX, type Outcome, pauseMs, settle } from "./delivery.ts";

const nowMs = 1_800_000_000_000;
const mail = { pending: ["a@example.org", "b@example.org"], attempts: 1, doubts: 0 };
const refused = (replyCode: number) => ({ address: "b@example.org", reply: "no", replyCode });

const outcomes: Record<string, Outcome> = {
  accepted: { kind: "accepted", reply: "250 ok", replyCode: 250, refused: [] },
  "accepted without b, for now": {
    kind: "accepted",
    reply: "250 ok",
    replyCode: 250,
    refused: [refused(452)],
  },
  "accepted without b, for good": {
    kind: "accepted",
    reply: "250 ok",
    replyCode: 250,
    refused: [refused(550)],
  },
  "put off": {
    kind: "not-accepted",
    reason: "busy",
    reply: "421 later",
    replyCode: 421,
    final: false,
  },
  refused: {
    kind: "not-accepted",
    reason: "message-refused",
    reply: "554 no",
    replyCode: 554,
    final: true,
  },
  "in doubt": { kind: "in-doubt", reply: "closed" },
};

// Outcome; attempts and doubts before; state, reason, pending recipients, doubts after.
test.each([
  ["accepted", 1, 0, "sent", null, 0, 0],
  ["accepted", 2, 1, "sent", null, 0, 1],
  ["accepted without b, for now", 1, 0, "failed", "mailbox-full", 1, 0],
  ["accepted without b, for good", 1, 0, "sent", null, 0, 0],
  ["accepted without b, for now", ATTEMPTS_MAX, 0, "given-up", "mailbox-full", 1, 0],
  ["put off", 1, 0, "failed", "busy", 2, 0],
  ["put off", ATTEMPTS_MAX, 0, "given-up", "busy", 2, 0],
  ["refused", 1, 0, "given-up", "message-refused", 2, 0],
  ["in doubt", 1, 0, "failed", "fate-unknown", 2, 1],
  ["in doubt", 2, 1, "given-up", "fate-unknown", 2, 2],
  ["in doubt", ATTEMPTS_MAX, 0, "given-up", "fate-unknown", 2, 1],
])("a mail that was %s in attempt %i after %i doubts is %s", (...row) => {
  const [name, attempts, doubts, state, reason, pending, after] = row;
  const outcome = outcomes[name];
  if (outcome === undefined) throw new Error(`There is no outcome ${name}`);
  const settled = settle({ ...mail, attempts, doubts }, outcome, nowMs, 0.5);
  expect(settled).toMatchObject({ state, reason, doubts: after });
  expect(settled.pending).toHaveLength(pending);
  expect(settled.nextTryAtMs === null).toBe(state !== "failed");
});

test("who was refused for good is named, who was put off is tried alone", () => {
  const outcome: Outcome = {
    kind: "accepted",
    reply: "250 ok",
    replyCode: 250,
    refused: [refused(550), { ...refused(451), address: "a@example.org" }],
  };
  expect(settle(mail, outcome, nowMs, 0)).toMatchObject({
    state: "failed",
    pending: ["a@example.org"],
    refused: [{ address: "b@example.org" }],
  });
});

test("pauses double up to four hours, a fifth shorter or longer, two days in all", () => {
  const minutes = [1, 2, 3, 4, 5, 9, 19].map((attempt) => pauseMs(attempt, 0.5) / 60_000);
  expect(minutes).toEqual([1, 2, 4, 8, 16, 240, 240]);
  expect([pauseMs(1, 0), pauseMs(1, 1)]).toEqual([48_000, 72_000]);
  let sum = 0;
  for (let attempt = 1; attempt < ATTEMPTS_MAX; attempt += 1) sum += pauseMs(attempt, 0.5);
  expect(sum / 3_600_000).toBeGreaterThan(44);
  expect(sum / 3_600_000).toBeLessThan(56);
});
