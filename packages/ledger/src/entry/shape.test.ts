import { expect, test } from "vitest";
import { encodeCanonical } from "./cbor.ts";
import { listOf, mapOf, orNull, pick, text, whole } from "./shape.ts";

const shape = mapOf({ no: whole, name: orNull(text), inner: listOf(mapOf({ at: whole })) });

test("what is picked has the fields of its form and no others", () => {
  const value = { no: 1, name: null, inner: [{ at: 2, more: 3 }], extra: "x" };
  expect(pick(value, shape)).toEqual({ no: 1, name: null, inner: [{ at: 2 }] });
});

test("a value of another form is not picked", () => {
  const good = { no: 1, name: "a", inner: [] };
  const others = [
    { ...good, no: 1.5 },
    { ...good, no: "1" },
    { ...good, name: 7 },
    { ...good, name: undefined },
    { ...good, inner: [{}] },
    { ...good, inner: {} },
    { no: 1 },
    null,
  ];
  for (const other of others) expect(pick(other, shape)).toBeUndefined();
});

test("neither a float nor half a character can be written", () => {
  expect(() => encodeCanonical([1.5])).toThrow("1.5");
  expect(() => encodeCanonical([2 ** 53])).toThrow("9007199254740992");
  expect(() => encodeCanonical(["\ud800"])).toThrow("Unicode");
});
