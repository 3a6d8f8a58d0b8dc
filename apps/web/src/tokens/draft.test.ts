import { scopes } from "@mega/contract";
import { expect, test } from "vitest";
import { scopeNames, tokenRequest } from "./draft.ts";

const zone = "Europe/Brussels";

test("the page offers every scope of the contract", () => {
  expect(scopeNames).toEqual(scopes);
});

test("a token works until the end of its last day in the building's zone", () => {
  const draft = { name: " grafana ", scopes: ["read:counters"] as const, lastDay: "2026-10-24" };
  expect(tokenRequest(draft, zone)).toEqual({
    name: "grafana",
    scopes: ["read:counters"],
    expiresAt: "2026-10-24T22:00:00.000Z",
  });
  expect(tokenRequest({ ...draft, lastDay: "" }, zone)?.expiresAt).toBeNull();
});

test("a token without name, scope or with a day that there is not asks for nothing", () => {
  const whole = { name: "a", scopes: ["read:bus"] as const, lastDay: "" };
  expect(tokenRequest({ ...whole, name: " " }, zone)).toBeNull();
  expect(tokenRequest({ ...whole, scopes: [] }, zone)).toBeNull();
  expect(tokenRequest({ ...whole, lastDay: "2026-02-30" }, zone)).toBeNull();
});
