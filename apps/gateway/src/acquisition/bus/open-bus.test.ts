/** From the words of a configuration to the line, the waiting and the rest of a bus. */

import { expect, test } from "vitest";
import { lineOf, settingsOf } from "./open-bus.ts";

test.each([
  ["8N1", { parity: "none", stopBits: 1 }],
  ["8N2", { parity: "none", stopBits: 2 }],
  ["8E1", { parity: "even", stopBits: 1 }],
  ["8E2", { parity: "even", stopBits: 2 }],
  ["8O1", { parity: "odd", stopBits: 1 }],
  ["8O2", { parity: "odd", stopBits: 2 }],
])("%s is read as parity and stop bits", (format, line) => {
  expect(lineOf(19_200, format)).toEqual({ baud: 19_200, ...line });
});

test("a line of which nothing is said is 9600 8N1", () => {
  expect(lineOf(undefined, undefined)).toEqual({ baud: 9600, parity: "none", stopBits: 1 });
});

test("a long wait for unknown meters also lengthens the longest one", () => {
  const link = { kind: "modbus-tcp", host: "10.0.0.4", port: 502 } as const;
  const config = { id: "a", link, gapMs: 10, responseTimeoutMs: 3000 };
  expect(settingsOf(config, [{ unit: 4 }])).toEqual({
    devices: [{ unit: 4 }],
    transport: "tcp",
    minGapMs: 10,
    responseTimeoutMs: 3000,
    timeoutMsMax: 3000,
  });
});
