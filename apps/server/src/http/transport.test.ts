import { expect, test } from "vitest";
import { isReadOnTheWay } from "./transport.ts";

test.each([
  "127.0.0.1",
  "::1",
  "::ffff:127.0.0.1",
  "10.1.2.3",
  "172.31.255.255",
  "192.168.1.9",
  "169.254.7.7",
  "fe80::1%eth0",
  "fd00::5",
])("plain HTTP is taken from %s", (address) => {
  expect(isReadOnTheWay("http", address)).toBe(false);
});

test.each([
  "192.0.2.1",
  "172.32.0.1",
  "11.0.0.1",
  "::ffff:192.0.2.1",
  "2001:db8::1",
  "",
  "unknown",
])("plain HTTP from %s could be read on the way, HTTPS could not", (address) => {
  expect(isReadOnTheWay("http", address)).toBe(true);
  expect(isReadOnTheWay("https", address)).toBe(false);
});
