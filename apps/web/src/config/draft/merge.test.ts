import { expect, test } from "vitest";
import { editChannel, editMeter, setUnused } from "./edit-row.ts";
import { merged } from "./merge.ts";
import { sampleConfig } from "./testing/sample.ts";

test("what only one of two changed is kept, whoever it was", () => {
  const mine = editChannel(sampleConfig, 1, { name: "Peeters" });
  const theirs = editMeter(sampleConfig, 2, { address: 9 });
  const both = merged(sampleConfig, mine, theirs);
  expect(both.channels?.[0]?.name).toBe("Peeters");
  expect(both.meters?.[1]?.address).toBe(9);
});

test("what both changed stands as mine", () => {
  const mine = editChannel(sampleConfig, 1, { name: "Peeters" });
  const theirs = editChannel(sampleConfig, 1, { name: "Janssens", unit: "Wh-" });
  expect(merged(sampleConfig, mine, theirs).channels?.[0]).toMatchObject({
    name: "Peeters",
    unit: "Wh-",
  });
});

test("entries that I took out stay out, entries that the other added come in", () => {
  const mine = setUnused(sampleConfig, 1);
  const theirs = editChannel(sampleConfig, 4, { name: "Ascenseur" });
  const both = merged(sampleConfig, mine, theirs);
  expect(both.meters?.map(({ id }) => id)).toEqual(["roof"]);
  expect(both.channels?.map(({ no }) => no)).toEqual([1, 2, 3, 4]);
});
