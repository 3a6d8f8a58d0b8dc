import { parseConfig } from "@mega/installation";
import { expect, test } from "vitest";
import { embeddedLogins, loginFor } from "./embedded-logins.ts";

const config = `
version: 1
building: { name: Test }
gateway: { model: MEGA16, mac: "02:00:00:00:00:0a" }
mqtt:
  embedded: {}
  publish: [{ user: panel, password: panel-password, discoveryPrefix: ha }]
`;
const own = { userName: "mega", password: "made-at-the-start" };
const logins = embeddedLogins(parseConfig(config, "test"), own);
const asLogin = (user: string, password: string) => loginFor(logins, user, Buffer.from(password));

test("each comes with its own password, and nobody without one", () => {
  expect(asLogin("panel", "panel-password")?.userName).toBe("panel");
  expect(asLogin("mega", "made-at-the-start")?.userName).toBe("mega");
  expect(asLogin("mega", "panel-password")).toBeUndefined();
  expect(asLogin("panel", "")).toBeUndefined();
  expect(loginFor(logins, "panel", undefined)).toBeUndefined();
  expect(loginFor([], undefined, undefined)).toBeUndefined();
});

test.each([
  ["mega/02000000000a/#", true],
  ["mega/02000000000a/ch/+/state", true],
  ["ha/#", true],
  ["#", false],
  ["mega/#", false],
  ["mega/in/020000000003/1", false],
  ["$SYS/#", false],
])("a reader subscribes to %s: %j", (filter, may) => {
  expect(asLogin("panel", "panel-password")?.mayHear(filter)).toBe(may);
});

test.each([
  ["mega/02000000000a/ch/7/read/set", true],
  ["mega/02000000000a/publish/set", true],
  ["ha/status", true],
  ["mega/02000000000a/ch/7/state", false],
  ["mega/02000000000a/status", false],
  ["ha/device/mega_02000000000a/config", false],
  ["mega/in/020000000003/1", false],
  ["mega/02000000000a/ch/7/8/read/set", false],
])("a reader writes on %s: %j", (topic, may) => {
  const login = asLogin("panel", "panel-password");
  expect(login?.mayWrite(topic)).toBe(may);
  expect(login?.mayRetain).toBe(false);
});

test("nobody has such a login where nothing is published to the own broker", () => {
  const without = config.replace(/ {2}publish.*\n/, "");
  expect(embeddedLogins(parseConfig(without, "test"), own)).toEqual([]);
});
