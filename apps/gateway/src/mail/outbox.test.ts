import { afterEach, beforeEach, expect, test } from "vitest";
import { type GatewayDatabase, openGatewayDatabase } from "../store/gateway-database.ts";
import { type NewMail, Outbox } from "./outbox.ts";

const nowMs = 1_800_000_000_000;
const day = 86_400_000;
let database: GatewayDatabase;
let outbox: Outbox;
let no = 0;
beforeEach(() => {
  database = openGatewayDatabase(":memory:");
  outbox = new Outbox(database);
});
afterEach(() => database.close());

const mail = (more: Partial<NewMail> = {}): NewMail => ({
  kind: "report",
  messageId: `<${++no}@example.org>`,
  subject: "Readings",
  files: ["a.csv"],
  sender: "mega@example.org",
  recipients: ["a@example.org", "b@example.org"],
  message: Buffer.from("bytes"),
  sizeBytes: 5,
  reason: null,
  ...more,
});
const sent = {
  state: "sent",
  nextTryAtMs: null,
  pending: [],
  refused: [],
  doubts: 0,
  reason: null,
  reply: "250 ok",
  replyCode: 250,
} as const;

test("a mail waits with every byte until it is sent, then its text goes and its fate stays", () => {
  const mailNo = outbox.add(mail(), nowMs);
  expect(outbox.next()).toMatchObject({
    mailNo,
    state: "queued",
    message: new Uint8Array([98, 121, 116, 101, 115]),
  });
  outbox.begin(mailNo);
  expect(outbox.next()).toBeUndefined();
  outbox.handOver(mailNo);
  expect(outbox.interrupted()).toMatchObject([{ mailNo, attempts: 1, handedOver: true }]);
  outbox.settle(mailNo, sent, nowMs + 1);
  expect(outbox.get(mailNo)).toMatchObject({ state: "sent", message: null, replyCode: 250 });
  expect(outbox.sentSince(nowMs)).toBe(1);
});

test("of several the one that is due first is next", () => {
  const later = outbox.add(mail(), nowMs + 5);
  const first = outbox.add(mail(), nowMs);
  expect(outbox.next()?.mailNo).toBe(first);
  outbox.putOff(first, nowMs + 10, "daily-limit");
  expect(outbox.next()?.mailNo).toBe(later);
});

test("a mail that is too large, or one too many, is there with the reason and never tried", () => {
  const large = outbox.add(mail({ message: null, reason: "too-large" }), nowMs);
  expect(outbox.get(large)).toMatchObject({ state: "given-up", reason: "too-large" });
  expect(outbox.retry(large, nowMs)).toBe(false);
  for (let count = 0; count < 100; count += 1) outbox.add(mail(), nowMs);
  const beyond = outbox.add(mail(), nowMs);
  expect(outbox.get(beyond)).toMatchObject({ state: "given-up", reason: "queue-full" });
  expect(outbox.retry(beyond, nowMs)).toBe(true);
});

test("a person gives a waiting mail up, and lets it be tried again", () => {
  const mailNo = outbox.add(mail(), nowMs);
  expect(outbox.cancel(mailNo)).toBe(true);
  expect(outbox.cancel(mailNo)).toBe(false);
  expect(outbox.next()).toBeUndefined();
  expect(outbox.retry(mailNo, nowMs + 1)).toBe(true);
  expect(outbox.next()).toMatchObject({ mailNo, attempts: 0, state: "queued" });
  outbox.begin(mailNo);
  expect([outbox.cancel(mailNo), outbox.retry(mailNo, nowMs)]).toEqual([false, false]);
});

test("old mails go, those that wait stay whatever their age", () => {
  const waiting = outbox.add(mail(), nowMs);
  const given = outbox.add(mail(), nowMs);
  outbox.cancel(given);
  outbox.prune(nowMs + 31 * day);
  expect(outbox.get(given)).toMatchObject({ state: "cancelled", message: null });
  expect(outbox.get(waiting)?.message).not.toBeNull();
  for (let count = 0; count < 520; count += 1) {
    outbox.settle(outbox.add(mail(), nowMs), sent, nowMs);
  }
  outbox.prune(nowMs);
  expect(outbox.get(given)).toBeUndefined();
  expect(outbox.get(waiting)).toMatchObject({ state: "queued" });
  expect(outbox.list(Number.MAX_SAFE_INTEGER, 1000).length).toBeLessThanOrEqual(502);
});

test("one Message-ID stands once", () => {
  outbox.add(mail({ messageId: "<same@example.org>" }), nowMs);
  expect(() => outbox.add(mail({ messageId: "<same@example.org>" }), nowMs)).toThrow(/UNIQUE/);
});
