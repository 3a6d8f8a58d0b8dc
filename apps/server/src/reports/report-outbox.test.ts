import { expect, test } from "vitest";
import { fateOf, type ReportCopy } from "./report-outbox.ts";

const atMs = Date.UTC(2026, 4, 2, 8);
const copy = (part: Partial<ReportCopy>): ReportCopy => ({
  ...{ to: "a@example.org", state: "waiting", attempts: 0, nextTryAtMs: atMs, reply: null },
  settledAtMs: null,
  ...part,
});

test.each<readonly [string, readonly ReportCopy[], object]>([
  ["nothing was tried", [copy({})], { state: "queued", attempts: 0, nextTryAt: null }],
  [
    "an attempt is on its way",
    [copy({ attempts: 1 })],
    { state: "sending", attempts: 1, nextTryAt: null, reply: "" },
  ],
  [
    "an attempt failed",
    [copy({ attempts: 2, reply: "451 later" })],
    { state: "failed", nextTryAt: "2026-05-02T08:00:00.000Z", replyCode: 451, reply: "451 later" },
  ],
  [
    "one has it and one still waits",
    [
      copy({ state: "sent", attempts: 1, reply: "250 OK", settledAtMs: atMs }),
      copy({ to: "b@example.org", attempts: 1, reply: "no route" }),
    ],
    { state: "failed", sentAt: null, replyCode: null, reply: "no route", refused: [] },
  ],
  [
    "one has it and one refused it",
    [
      copy({ state: "sent", attempts: 1, reply: "250 OK", settledAtMs: atMs }),
      copy({ to: "b@example.org", state: "given-up", attempts: 1, reply: "550 gone" }),
    ],
    {
      state: "sent",
      sentAt: "2026-05-02T08:00:00.000Z",
      replyCode: 250,
      refused: [{ address: "b@example.org", reply: "550 gone" }],
    },
  ],
  [
    "nobody took it",
    [copy({ state: "given-up", attempts: 16, reply: "550 gone", settledAtMs: atMs })],
    { state: "given-up", sentAt: null, replyCode: 550, attempts: 16 },
  ],
  ["its mails were swept away", [], { state: "given-up", attempts: 0, refused: [] }],
])("of a report of which %s it is told", (_, copies, told) => {
  expect(fateOf(copies)).toMatchObject(told);
});
