import { expect, test } from "vitest";
import { type Known, redirectOf } from "./redirect.ts";

const unclaimed: Known = { state: "unclaimed", role: null };
const anonymous: Known = { state: "anonymous", role: null };
const owner: Known = { state: "logged-in", role: "owner" };
const tenant: Known = { state: "logged-in", role: "tenant" };

test.each([
  ["/", null, null],
  ["/config", null, null],
  ["/", unclaimed, "/claim"],
  ["/login", unclaimed, "/claim"],
  ["/claim", unclaimed, null],
  ["/", anonymous, "/login"],
  ["/claim", anonymous, "/login"],
  ["/login", anonymous, null],
  ["/lost", anonymous, null],
  ["/invitations/abc", anonymous, null],
  ["/", owner, null],
  ["/claim", owner, null],
  ["/login", owner, "/"],
  ["/me", owner, "/"],
  ["/", tenant, "/me"],
  ["/me", tenant, null],
  ["/channels/3", tenant, null],
  ["/invitations/abc", tenant, null],
])("who asks for %s as %o is taken to %s", (path, known, to) => {
  expect(redirectOf(path, known)).toBe(to);
});
