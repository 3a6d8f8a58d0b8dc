import type { GatewayConfig } from "@mega/contract";
import { expect, test } from "vitest";
import {
  changedPublisher,
  freeBrokers,
  readPrefix,
  userReader,
  withoutPublisher,
  withPublisher,
} from "./draft-publishers.ts";

const draft: GatewayConfig = {
  version: 1,
  building: { name: "Hollestraat 1" },
  gateway: { model: "MEGA16" },
  mqtt: { embedded: {}, brokers: [{ id: "home", url: "mqtt://ha.local:1883" }] },
};

test("every broker can be published to once, the gateway's own too", () => {
  expect(freeBrokers(draft)).toEqual(["home", undefined]);
  const one = withPublisher(draft, "home");
  expect(one.mqtt?.publish).toEqual([{ broker: "home" }]);
  expect(freeBrokers(one)).toEqual([undefined]);
  const both = withPublisher(one, undefined);
  expect(freeBrokers(both)).toEqual([]);
  expect(freeBrokers({ ...draft, mqtt: {} })).toEqual([]);
});

test("an entry changes alone, and what is switched off is taken out", () => {
  const one = withPublisher(draft, "home");
  const on = changedPublisher(one, 0, { homeAssistant: true, user: "mega" });
  expect(on.mqtt?.publish).toEqual([{ broker: "home", homeAssistant: true, user: "mega" }]);
  const off = changedPublisher(on, 0, { homeAssistant: undefined });
  expect(off.mqtt?.publish).toEqual([{ broker: "home", user: "mega" }]);
  expect(withoutPublisher(off, 0)).toEqual(draft);
});

test.each([
  ["", undefined],
  [" homeassistant ", "homeassistant"],
  ["ha/building-2", "ha/building-2"],
  ["ha/#", "topic"],
  ["Home", "topic"],
  ["/ha", "topic"],
])("the prefix %j is taken as %j", (text, wanted) => {
  const read = readPrefix(text);
  expect(read.kind === "value" ? read.value : read.code).toBe(wanted);
});

test("a login is needed at the gateway's own broker only", () => {
  expect(userReader(true)(" ")).toEqual({ kind: "slip", code: "required" });
  expect(userReader(false)(" ")).toEqual({ kind: "value", value: undefined });
  expect(userReader(false)("x".repeat(256))).toEqual({ kind: "slip", code: "text" });
});
