import { GatewayConfigSchema, payloadUnits } from "@mega/contract";
import type { SchemaNode } from "@mega/installation";
import { defaultBusSettings } from "@mega/modbus";
import { keptUnits } from "@mega/profiles";
import { expect, test } from "vitest";
import { lineOf } from "./open-bus.ts";

/** The default that the schema tells for a key; undefined where it tells none. */
function toldDefault(...way: readonly string[]): unknown {
  let node: SchemaNode | undefined = GatewayConfigSchema as unknown as SchemaNode;
  for (const key of way) {
    const group: SchemaNode = node?.items ?? node ?? {};
    node = (group.anyOf?.[0] ?? group).properties?.[key];
  }
  return node?.default;
}

test("the defaults of a bus are those that the bus has", () => {
  expect(toldDefault("buses", "responseTimeoutMs")).toBe(defaultBusSettings.responseTimeoutMs);
  const { baud, parity, stopBits } = lineOf(undefined, undefined);
  expect(toldDefault("buses", "link", "baud")).toBe(baud);
  expect(toldDefault("buses", "link", "format")).toBe(
    `8${parity.slice(0, 1).toUpperCase()}${stopBits}`,
  );
});

test("the units that a configuration offers are those that payloads are decoded in", () => {
  expect(payloadUnits).toEqual(Object.keys(keptUnits));
});
