import { expect, test } from "vitest";
import { changesOf } from "./changes.ts";

test("what differs between before and after is listed by path, what is equal is not", () => {
  const before = { location: "Park", channels: [{ name: "A" }, { name: "B" }] };
  const after = { location: "Park", channels: [{ name: "A" }, { name: "C", unit: "gas" }] };
  expect(changesOf({ before, after })).toEqual([
    { path: "channels/1/name", before: "B", after: "C" },
    { path: "channels/1/unit", before: null, after: "gas" },
  ]);
});

test("what is gone has no after, and values keep their form", () => {
  expect(changesOf({ before: { port: 502, on: true }, after: { port: 503 } })).toEqual([
    { path: "port", before: "502", after: "503" },
    { path: "on", before: "true", after: null },
  ]);
});

test("details without before and after are told as they are", () => {
  expect(changesOf({ proof: "code", count: 0 })).toEqual([
    { path: "proof", before: null, after: "code" },
    { path: "count", before: null, after: "0" },
  ]);
  expect(changesOf({})).toEqual([]);
});

test("a single before is a detail like any other", () => {
  expect(changesOf({ before: "anna" })).toEqual([{ path: "before", before: null, after: "anna" }]);
});

test("a value nested without end is cut off", () => {
  const deep = Array.from({ length: 40 }).reduce<unknown>((inner) => ({ a: inner }), 1);
  const [change] = changesOf({ deep });
  expect(change?.path.split("/").length).toBeLessThan(20);
});
