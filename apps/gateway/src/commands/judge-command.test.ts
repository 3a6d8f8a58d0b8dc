import type { CommandAnswer, SentCommand } from "@mega/uplink";
import { expect, test } from "vitest";
import type { TakenCommand } from "./command-store.ts";
import { type CommandGround, judgeCommand } from "./judge-command.ts";

const nowMs = Date.UTC(2026, 4, 2, 8, 0);
const sent: SentCommand = {
  commandId: "00".repeat(16),
  kind: "read-now",
  generation: 2,
  issuedAt: "2026-05-02T07:59:00Z",
  expiresAt: "2026-05-02T08:14:00Z",
  by: "anna@example.org",
  body: { channelNo: null },
};
const ground: CommandGround = { generation: 2, nowMs, clockState: "S", taken: undefined };
const answer: CommandAnswer = {
  outcome: "done",
  at: "2026-05-02T07:59:30Z",
  entries: [7],
  revision: null,
};
const taken: TakenCommand = {
  commandId: sent.commandId,
  kind: sent.kind,
  by: sent.by,
  takenSeq: 6,
  takenAtMs: nowMs - 30_000,
  expiresAtMs: nowMs + 840_000,
  answer,
  toldAtMs: nowMs - 20_000,
};

const judged = (part: Partial<SentCommand>, on: Partial<CommandGround> = {}) => {
  const judgement = judgeCommand({ ...sent, ...part }, { ...ground, ...on });
  return judgement.kind === "refuse" ? judgement.code : judgement.kind;
};

test.each<[string, Partial<SentCommand>, Partial<CommandGround>, string]>([
  ["a command of this box in its time", {}, {}, "take"],
  ["one that a clock nobody vouches for still knows", {}, { clockState: "U" }, "take"],
  ["one for the box before", { generation: 1 }, {}, "other-generation"],
  ["one for a box to come", { generation: 3 }, {}, "other-generation"],
  ["one in its last millisecond", {}, { nowMs: nowMs + 839_999 }, "take"],
  ["one whose time is over", {}, { nowMs: nowMs + 840_000 }, "expired"],
  ["one on a clock that was never set", {}, { clockState: "R" }, "untrusted-clock"],
  ["one from a server nine minutes ahead", {}, { nowMs: nowMs - 600_000 }, "take"],
  ["one that is not issued yet", {}, { nowMs: nowMs - 660_001 }, "untrusted-clock"],
  ["one that ends before it begins", { expiresAt: sent.issuedAt }, {}, "malformed"],
  ["one that holds for eight days", { expiresAt: "2026-05-10T08:00:00Z" }, {}, "malformed"],
  ["one of a day that there is not", { issuedAt: "2026-02-30T08:00:00Z" }, {}, "malformed"],
  ["one that was answered", {}, { taken }, "replayed"],
  ["one that was answered, in its old form", { generation: 1 }, { taken }, "replayed"],
  ["one whose answer was lost", {}, { taken: { ...taken, toldAtMs: null } }, "tell"],
  ["one that was broken off", {}, { taken: { ...taken, answer: null, toldAtMs: null } }, "take"],
])("%s", (_what, part, on, outcome) => {
  expect(judged(part, on)).toBe(outcome);
});
