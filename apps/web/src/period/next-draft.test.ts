import type { Account } from "@mega/contract";
import { expect, test } from "vitest";
import { isNextComplete, type NextDraft, nextRequest } from "./next-draft.ts";

const startedAt = "2026-05-02T16:07:00.000Z";
const before = { channelNo: 7, from: "2025-01-01T00:00:00.000Z", to: null };
const tenant: Account = {
  accountId: "a".repeat(32),
  name: "Remi",
  role: "tenant",
  language: "nl",
  email: null,
  state: "active",
  grants: [before],
  hourly: true,
  invitationExpiresAt: null,
  createdAt: startedAt,
  lastLoginAt: null,
  sessions: 0,
};
const nobody: NextDraft = { who: "none", name: "", email: "", language: "fr" };
const stay = { channelNo: 2, from: startedAt, to: null };

test("nobody needs to come next", () => {
  expect(isNextComplete(nobody)).toBe(true);
  expect(nextRequest(nobody, [tenant], 2, startedAt)).toBe(null);
});

test("a tenant who has a stay elsewhere keeps it and gets one from the begin of the period", () => {
  const draft = { ...nobody, who: { accountId: tenant.accountId } };
  expect(nextRequest(draft, [tenant], 2, startedAt)).toEqual({
    kind: "change",
    accountId: tenant.accountId,
    body: { role: "tenant", disabled: false, language: "nl", email: null, grants: [before, stay] },
  });
  expect(nextRequest(draft, [], 2, startedAt)).toBe(null);
});

test("somebody new is invited once name and address are right", () => {
  const draft: NextDraft = { ...nobody, who: "new", name: "Zoë", email: " zoe@example.org " };
  expect(isNextComplete({ ...draft, name: "" })).toBe(false);
  expect(isNextComplete({ ...draft, email: "zoe" })).toBe(false);
  expect(isNextComplete(draft)).toBe(true);
  expect(nextRequest(draft, [], 2, startedAt)).toEqual({
    kind: "invite",
    body: {
      name: "Zoë",
      role: "tenant",
      language: "fr",
      email: "zoe@example.org",
      grants: [stay],
    },
  });
});
