import fc from "fast-check";
import { expect, test } from "vitest";
import {
  inOneNetwork,
  ipv4Number,
  isHostAddress,
  isUnicast,
  maskOfPrefix,
  prefixOfMask,
} from "./ipv4.ts";

test("an address is four numbers up to 255 without leading zeros", () => {
  expect(ipv4Number("192.168.0.20")).toBe(3_232_235_540);
  expect(ipv4Number("255.255.255.255")).toBe(4_294_967_295);
  for (const slip of ["192.168.0", "192.168.0.256", "192.168.0.020", "1.2.3.4.5", "", "a.b.c.d"])
    expect(ipv4Number(slip)).toBeNull();
});

test("mask and prefix say the same", () => {
  for (let prefix = 0; prefix <= 32; prefix += 1)
    expect(prefixOfMask(maskOfPrefix(prefix))).toBe(prefix);
  expect(maskOfPrefix(20)).toBe("255.255.240.0");
  for (const slip of ["255.0.255.0", "255.255.255.1", "0.0.0.255", "x"])
    expect(prefixOfMask(slip)).toBeNull();
});

test("neither the network's own address nor its broadcast is a host", () => {
  expect(isHostAddress("192.168.0.20", 24)).toBe(true);
  expect(isHostAddress("192.168.0.0", 24)).toBe(false);
  expect(isHostAddress("192.168.0.255", 24)).toBe(false);
  expect(isHostAddress("192.168.0.255", 23)).toBe(true);
});

test("addresses that no single machine has are told", () => {
  for (const none of ["0.0.0.0", "127.0.0.1", "224.0.0.1", "255.255.255.255"])
    expect(isUnicast(none)).toBe(false);
  expect(isUnicast("10.0.0.1")).toBe(true);
});

test("two addresses share a network when the bits of its prefix agree", () => {
  expect(inOneNetwork("192.168.0.20", "192.168.0.1", 24)).toBe(true);
  expect(inOneNetwork("192.168.0.20", "192.168.1.1", 24)).toBe(false);
  expect(inOneNetwork("192.168.0.20", "192.168.1.1", 23)).toBe(true);
});

test("no text makes the rules throw", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 8, max: 30 }), (text, prefix) => {
      isHostAddress(text, prefix);
      inOneNetwork(text, "10.0.0.1", prefix);
      prefixOfMask(text);
    }),
  );
});
