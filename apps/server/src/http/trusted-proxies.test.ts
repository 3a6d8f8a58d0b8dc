import { expect, test } from "vitest";
import { readTrustedProxies } from "./trusted-proxies.ts";

test("proxies are addresses or nets", () => {
  expect(readTrustedProxies("10.0.0.7, 192.168.3.0/24,2001:db8::/32")).toEqual([
    ...["10.0.0.7", "192.168.3.0/24", "2001:db8::/32"],
  ]);
});

test.each([
  ["", '""'],
  ["true", '"true"'],
  ["loopback", '"loopback"'],
  ["10.0.0.7,", '""'],
  ["0.0.0.0/0", '"0.0.0.0/0"'],
  ["::/0", '"::/0"'],
  ["10.0.0.0/33", '"10.0.0.0/33"'],
  ["10.0.0.0/8/8", '"10.0.0.0/8/8"'],
  ["proxy.example.org", '"proxy.example.org"'],
  [Array.from({ length: 33 }, () => "10.0.0.7").join(","), "33 addresses"],
])("%s is refused with what is allowed", (text, found) => {
  expect(() => readTrustedProxies(text)).toThrow(`--trusted-proxy is ${found}; allowed: up to 32`);
});
