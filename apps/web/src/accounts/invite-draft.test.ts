import type { Account, AccountList } from "@mega/contract";
import { expect, test } from "vitest";
import { isStay, requestOf } from "./draft.ts";
import { askedLogin, inviteForm } from "./invite-draft.ts";
import { loginState } from "./login-state.ts";

const brussels = "Europe/Brussels";
const nowMs = Date.parse("2026-05-28T10:00:00Z");

function tenant(name: string, grants: Account["grants"], part: Partial<Account> = {}): Account {
  return {
    accountId: "0".repeat(32),
    name,
    role: "tenant",
    language: "nl",
    email: null,
    state: "active",
    grants,
    hourly: false,
    invitationExpiresAt: null,
    createdAt: "2026-03-01T00:00:00Z",
    lastLoginAt: null,
    sessions: 0,
    ...part,
  };
}

const stay = (from: string, to: string | null = null, channelNo = 3) => ({ channelNo, from, to });
const began = "2026-05-10T12:30:00.000Z";

function form(login: string, list: Partial<AccountList>) {
  return inviteForm(
    { login, channelNo: 3 },
    {
      list: { accounts: [], waitingLogins: [], ...list },
      rows: [
        { channelNo: 3, firstInit: began },
        { channelNo: 7, firstInit: null },
      ],
      language: "fr",
      timeZone: brussels,
      now: "2026-05-28T10:00:00Z",
    },
  );
}

test("an invitation comes filled in with the name, the channel and the begin of its period", () => {
  const found = form("remi", { waitingLogins: [{ channelNo: 3, login: "remi" }] });
  expect(found).toMatchObject({ account: null, draft: { name: "remi", role: "tenant" } });
  expect(found?.draft.stays.every(isStay)).toBe(true);
  // The instant of the period, not the midnight before it: the morning was another tenant's.
  const request = found === undefined ? null : requestOf(found.draft, brussels);
  expect(request?.grants).toEqual([stay(began)]);
});

test("every channel of one login comes with it, from today where nothing was read yet", () => {
  const waitingLogins = [
    { channelNo: 3, login: "remi" },
    { channelNo: 5, login: "claeys" },
    { channelNo: 7, login: "Remi" },
  ];
  const stays = form("remi", { waitingLogins })?.draft.stays;
  expect(stays).toMatchObject([
    { channel: "3", from: "2026-05-10" },
    { channel: "7", from: "2026-05-28", to: "" },
  ]);
});

test("a tenant who has access gets a further stay, and nobody else is touched", () => {
  const other = stay("2026-01-01T00:00:00.000Z", null, 5);
  const account = tenant("Remi", [other]);
  const found = form("remi", { accounts: [account] });
  expect(found?.account).toBe(account);
  const request = found === undefined ? null : requestOf(found.draft, brussels);
  expect(request?.grants).toEqual([other, stay(began)]);
  const manager = tenant("remi", [], { role: "manager" });
  expect(form("remi", { accounts: [manager] })).toBeUndefined();
});

test.each([
  ["invite=remi&channel=3", { login: "remi", channelNo: 3 }],
  ["invite=Anna+M.&channel=12", { login: "Anna M.", channelNo: 12 }],
  ["invite=remi", undefined],
  ["invite=&channel=3", undefined],
  ["invite=remi&channel=0", undefined],
  ["invite=remi&channel=3x", undefined],
])("the address ?%s asks for %j", (search, wanted) => {
  expect(askedLogin(new URLSearchParams(search))).toEqual(wanted);
});

const past = "2026-05-01T00:00:00Z";
const future = "2026-06-01T00:00:00Z";
const invited = { state: "invited", invitationExpiresAt: future } as const;

test.each([
  ["none", []],
  ["other-role", [tenant("remi", [], { role: "installer" })]],
  ["no-stay", [tenant("remi", [stay(past, null, 4)])]],
  ["since", [tenant("REMI", [stay(past)])]],
  ["since", [tenant("remi", [stay(past), stay("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z")])]],
  ["begins", [tenant("remi", [stay(future)])]],
  ["ended", [tenant("remi", [stay("2026-01-01T00:00:00Z", past)])]],
  ["disabled", [tenant("remi", [stay(past)], { state: "disabled" })]],
  ["invited", [tenant("remi", [stay(past)], invited)]],
] as const)("beside a login stands: %s", (kind, accounts) => {
  expect(loginState(accounts, "remi", 3, nowMs).kind).toBe(kind);
});

test("an invitation that nobody took in time is told as one that is over", () => {
  const late = tenant("remi", [stay(past)], { ...invited, invitationExpiresAt: past });
  expect(loginState([late], "remi", 3, nowMs)).toEqual({ kind: "invited", isOver: true });
});
