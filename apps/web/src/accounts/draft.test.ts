import type { Account } from "@mega/contract";
import { expect, test } from "vitest";
import { type AccountDraft, draftOf, isEmail, isStay, requestOf } from "./draft.ts";

const brussels = "Europe/Brussels";
const remi: AccountDraft = {
  name: "remi",
  role: "tenant",
  language: "fr",
  email: "",
  stays: [{ channel: "3", from: "2026-05-01", to: "" }],
};

test("a stay begins with its first day and ends with the end of its last, in the building's zone", () => {
  const stays = [{ channel: "3", from: "2026-03-01", to: "2026-10-25" }];
  expect(requestOf({ ...remi, stays }, brussels)?.grants).toEqual([
    { channelNo: 3, from: "2026-02-28T23:00:00.000Z", to: "2026-10-25T23:00:00.000Z" },
  ]);
});

test("a stay without a last day goes on, and only a tenant has stays", () => {
  expect(requestOf(remi, brussels)?.grants).toMatchObject([{ channelNo: 3, to: null }]);
  expect(requestOf({ ...remi, role: "manager" }, brussels)?.grants).toEqual([]);
});

test.each([
  { channel: "", from: "2026-05-01", to: "" },
  { channel: "3", from: "", to: "" },
  { channel: "3", from: "2026-02-30", to: "" },
  { channel: "3", from: "2026-05-02", to: "2026-05-01" },
])("the stay %j is not whole", (stay) => {
  expect(isStay(stay)).toBe(false);
  expect(requestOf({ ...remi, stays: [stay] }, brussels)).toBeNull();
});

test("a name that cannot be logged in with and a wrong address ask nothing of the gateway", () => {
  expect(requestOf({ ...remi, name: "r" }, brussels)).toBeNull();
  expect(requestOf({ ...remi, email: "remi" }, brussels)).toBeNull();
  expect(requestOf({ ...remi, email: " remi@park.be " }, brussels)?.email).toBe("remi@park.be");
  expect(isEmail("")).toBe(true);
});

test("an account that is changed shows the days it was given", () => {
  const stays = [{ channel: "3", from: "2026-03-01", to: "2026-10-25" }];
  const request = requestOf({ ...remi, stays }, brussels);
  const account: Account = {
    accountId: "0".repeat(32),
    name: "remi",
    role: "tenant",
    language: "fr",
    email: null,
    state: "active",
    grants: (request?.grants ?? []).map((grant) => ({ ...grant })),
    hourly: false,
    invitationExpiresAt: null,
    createdAt: "2026-03-01T00:00:00Z",
    lastLoginAt: null,
    sessions: 0,
  };
  expect(draftOf(account, brussels)).toMatchObject({ ...remi, stays });
});

test("a stay that began in the afternoon keeps its instants as long as its days stand", () => {
  const exact = { from: "2026-05-01T13:30:00.000Z", to: "2026-06-10T09:00:00.000Z" };
  const kept = { channel: "3", from: "2026-05-01", to: "2026-06-10", exact };
  const grantOf = (part: Partial<typeof kept>) =>
    requestOf({ ...remi, stays: [{ ...kept, ...part }] }, brussels)?.grants[0];
  expect(grantOf({})).toEqual({ channelNo: 3, ...exact });
  expect(grantOf({ from: "2026-05-02" })?.from).toBe("2026-05-01T22:00:00.000Z");
  expect(grantOf({ to: "2026-06-11" })?.to).toBe("2026-06-11T22:00:00.000Z");
  expect(grantOf({ to: "" })?.to).toBeNull();
});
