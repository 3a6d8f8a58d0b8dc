import { expect, test } from "vitest";
import { parseJsonText } from "./json-text.ts";
import { messageEvidence } from "./message-evidence.ts";
import type { MqttMeterCounter, MqttRoute } from "./mqtt-meter.ts";

const route: MqttRoute = {
  topic: "meter",
  message: "reading",
  at: "",
  deviceTime: { pointer: "/ts", form: "rfc3339" },
  serial: "/id/serial",
};
const counter: MqttMeterCounter = {
  counterId: "import",
  unit: { pointer: "/unit", allowed: ["kWh", "Wh"] },
  keptUnit: "kWh",
  factor: { numerator: 1, denominator: 1 },
  ratedMaximumPerHour: null,
  decimals: 3,
  terms: [
    { message: "reading", pointers: ["/total", "/a~1b/total"], sign: 1 },
    { message: "other", pointers: ["/power"], sign: 1 },
  ],
};

function kept(payload: string, changes: Partial<MqttRoute> = {}): string {
  const root = parseJsonText(payload);
  if (root === undefined) throw new Error(payload);
  return new TextDecoder().decode(messageEvidence(counter, { ...route, ...changes }, root));
}

test("the members that a counter rests on are kept as received, in their order, and no others", () => {
  expect(kept('{"power":12, "unit":"kWh","total":9634.8650,"ts":"2026-05-02T16:03:11Z"}')).toBe(
    '{"unit":"kWh","total":9634.8650,"ts":"2026-05-02T16:03:11Z"}',
  );
  expect(kept('{"total":"1.50","id":{"serial":"A-17","name":"x"},"export":3}')).toBe(
    '{"total":"1.50","id":{"serial":"A-17"}}',
  );
});

test("numbers keep every digit, which a float would not", () => {
  expect(kept('{"total":351.42000000000002}')).toBe('{"total":351.42000000000002}');
});

test("members are found below the part of the payload that the route begins at", () => {
  expect(kept('{"ts":1,"m:0":{"total":5,"v":1},"m:1":{"total":6}}', { at: "/m:0" })).toBe(
    '{"ts":1,"m:0":{"total":5}}',
  );
  expect(kept('{"a/b":{"total":7,"c":1}}')).toBe('{"a/b":{"total":7}}');
});

test("an array is kept whole: places in it go on meaning the same", () => {
  const at = { at: "/phases/1" };
  expect(kept('{"phases":[{"total":1},{"total":2}],"x":0}', at)).toBe(
    '{"phases":[{"total":1},{"total":2}]}',
  );
});

test("a payload that is the number alone is its own evidence", () => {
  const bare = {
    ...counter,
    unit: "kWh",
    terms: [{ message: "reading", pointers: [""], sign: 1 }],
  };
  const root = parseJsonText("1234.50");
  if (root === undefined) throw new Error("1234.50");
  const plain = { ...route, deviceTime: null, serial: null };
  const evidence = messageEvidence(bare as MqttMeterCounter, plain, root);
  expect(new TextDecoder().decode(evidence)).toBe("1234.50");
});

test("a payload without any of them leaves nothing", () => {
  expect(kept('{"power":12}')).toBe("");
});
