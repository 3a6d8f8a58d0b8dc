import { expect, test } from "vitest";
import { type Asker, type Place, redirectOf } from "./redirect.ts";

const tenant: Place = { who: ["tenant"], nav: "/me" };
const fleet: Place = { who: ["manager", "installer"], nav: "/buildings" };
const account: Place = { who: "anyone", nav: "/account" };
const open: Place = { who: "open" };
const places = [fleet, tenant, account, open];

const nobody: Asker = { stage: "none", roles: null };
const half: Asker = { stage: "second-factor", roles: null };
const remi: Asker = { stage: "full", roles: ["tenant"] };
const anna: Asker = { stage: "full", roles: ["manager", "tenant"] };
const bare: Asker = { stage: "full", roles: [] };
const away: Asker = { stage: null, roles: null };
const kept: Asker = { stage: null, roles: ["tenant"] };

test.each([
  ["nobody is led to the login", nobody, "/me", tenant, "/login"],
  ["nobody is led from the start to the login", nobody, "/", undefined, "/login"],
  ["nobody hears of a mistyped page that there is none", nobody, "/mee", undefined, null],
  ["half a login hears it as well", half, "/mee", undefined, null],
  ["nobody may open an invitation", nobody, "/invitation", open, null],
  ["nobody may open the login", nobody, "/login", open, null],
  ["half a login stays where its second step is", half, "/login", open, null],
  ["half a login opens no page", half, "/me", tenant, "/login"],
  ["a tenant's start are his meters", remi, "/", undefined, "/me"],
  ["a login that has come about leads on", remi, "/login", open, "/me"],
  ["a page stands for whoever is logged in", remi, "/account", account, null],
  ["an invitation opens for whoever is logged in as well", remi, "/invitation", open, null],
  ["a manager's start are his buildings, a tenant or not", anna, "/", undefined, "/buildings"],
  ["an account without a role starts with itself", bare, "/", undefined, "/account"],
  ["without any word of the server the address stands", away, "/me", tenant, null],
  ["without a connection what was kept is shown", kept, "/", undefined, "/me"],
] as const)("%s", (_name, asker, path, place, to) => {
  expect(redirectOf(path, place, asker, places)).toBe(to);
});
