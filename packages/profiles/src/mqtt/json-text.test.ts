import fc from "fast-check";
import { expect, test } from "vitest";
import { type JsonText, parseJsonText, valueAt } from "./json-text.ts";

function plain(value: JsonText): unknown {
  switch (value.kind) {
    case "number":
      return Number(value.text);
    case "string":
      return value.text;
    case "boolean":
      return value.value;
    case "null":
      return null;
    case "array":
      return value.items.map(plain);
    case "object":
      return Object.fromEntries([...value.members].map(([name, item]) => [name, plain(item)]));
  }
}

test("what JSON.parse reads is read the same", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      const read = parseJsonText(JSON.stringify(value, null, 1));
      expect(read && plain(read)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("what JSON.parse refuses is refused", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:0123.eE+-tnul \\') }), (text) => {
      try {
        JSON.parse(text);
      } catch {
        expect(parseJsonText(text)).toBeUndefined();
      }
    }),
    { numRuns: 2000 },
  );
});

test("numbers keep every digit they were sent with", () => {
  const read = parseJsonText("[9007199254740993, 1.10, 1E2]");
  expect(read && valueAt(read, "/0")).toEqual({ kind: "number", text: "9007199254740993" });
  expect(read && valueAt(read, "/1")).toEqual({ kind: "number", text: "1.10" });
  expect(read && valueAt(read, "/2")).toEqual({ kind: "number", text: "1E2" });
});

test("pointers reach own members only", () => {
  const read = parseJsonText('{"a/b":{"~":[5]},"__proto__":{"x":1}}');
  if (read === undefined) throw new Error("not read");
  expect(valueAt(read, "/a~1b/~0/0")).toEqual({ kind: "number", text: "5" });
  expect(valueAt(read, "/__proto__/x")).toEqual({ kind: "number", text: "1" });
  expect(valueAt(read, "/constructor")).toBeUndefined();
  expect(valueAt(read, "/a~1b/~0/00")).toBeUndefined();
  expect(valueAt(read, "a")).toBeUndefined();
});
