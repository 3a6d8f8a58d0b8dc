import { expect, test } from "vitest";
import {
  optional,
  type Read,
  readAddress,
  readBrokerUrl,
  readDecimal,
  readHost,
  readId,
  readLocation,
  readMac,
  readName,
  readPointer,
  readRatio,
  readToken,
} from "./rules.ts";

test.each<[name: string, read: (text: string) => Read<unknown>, typed: string, value: unknown]>([
  ["a name", readName, "  remi guido ", "remi guido"],
  ["the building", readLocation, "Hollestraat 1", "Hollestraat 1"],
  ["an address", readAddress, "247", 247],
  ["a MAC with colons", readMac, "94:B5:55:89:25:84", "94b555892584"],
  ["a token", readToken, "12345678", "12345678"],
  ["a comma", readDecimal, "27,5", "27.5"],
  ["a ratio", readRatio, "200/5", { numerator: 200, denominator: 5 }],
  ["a ratio to one", readRatio, "40", { numerator: 40, denominator: 1 }],
  ["a broker", readBrokerUrl, "mqtts://ha.local:8883", "mqtts://ha.local:8883"],
  ["a host", readHost, "fe80::1%eth0", "fe80::1%eth0"],
  ["a bare number's pointer", readPointer, "", ""],
  ["nothing where nothing is needed", optional(readDecimal), " ", undefined],
])("%s is taken", (_name, read, typed, value) => {
  expect(read(typed)).toEqual({ kind: "value", value });
});

test.each<[read: (text: string) => Read<unknown>, typed: string, code: string]>([
  [readName, "abc", "name-length"],
  [readName, "a".repeat(32), "name-length"],
  [readLocation, " ", "location-length"],
  [readAddress, "0", "address"],
  [readAddress, "248", "address"],
  [readAddress, "4.5", "address"],
  [readMac, "94b55589258", "mac"],
  [readToken, "1234567", "token"],
  [readDecimal, "1e3", "decimal"],
  [readRatio, "5/0", "ratio"],
  [readBrokerUrl, "mqtt://user:pass@host", "url"],
  [readHost, "http://host", "host"],
  [readId, "Riser", "id"],
])("%o refuses %s with its rule", (read, typed, code) => {
  expect(read(typed)).toEqual({ kind: "slip", code });
});
