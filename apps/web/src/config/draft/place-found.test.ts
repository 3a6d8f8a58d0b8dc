import { expect, test } from "vitest";
import { meterOf, rowsOf } from "./document.ts";
import { chooseKind, renameChannel } from "./edit-row.ts";
import { addressesIn, placeFound } from "./place-found.ts";
import { rowFaults } from "./row-faults.ts";
import { sampleConfig, sampleProfile, sampleProfiles } from "./testing/sample.ts";

const ground = { saved: sampleConfig, day: "261126" };
const profileOf = (id: string) => sampleProfiles.find(({ profileId }) => profileId === id);

test("found meters go to the first free channels at their addresses, a known one to none", () => {
  const { draft, channelNos, left } = placeFound(sampleConfig, "riser", [4, 7, 9], ground);
  expect(channelNos).toEqual([1, 4, 5]);
  expect(left).toEqual([]);
  expect(meterOf(draft, 5)).toEqual({ id: "ch-5-261126", profile: "", bus: "riser", address: 9 });
  expect(meterOf(draft, 1)).toBe(meterOf(sampleConfig, 1));
});

test("a found meter cannot be saved before a person has said of which kind it is", () => {
  const { draft } = placeFound(sampleConfig, "riser", [7], ground);
  expect([...rowFaults(rowsOf(draft), profileOf)]).toEqual([["/row/4/profile", "no-kind"]]);
  const chosen = chooseKind(draft, 4, sampleProfile("water"), ground);
  expect([...rowFaults(rowsOf(chosen), profileOf)]).toEqual([]);
  const named = renameChannel(chosen, 4, "Cuisine", ground);
  expect(meterOf(named, 4)).toEqual({
    id: "cuisine-261126",
    profile: "water",
    bus: "riser",
    address: 7,
  });
});

test("addresses without a free channel are told", () => {
  const addresses = Array.from({ length: 15 }, (_, at) => at + 20);
  const { channelNos, left } = placeFound(sampleConfig, "riser", addresses, ground);
  expect(channelNos).toHaveLength(13);
  expect(left).toEqual([33, 34]);
});

test.each([
  ["3,7,12", [3, 7, 12]],
  ["3,3", [3]],
  ["0,248,999,1", [1]],
  ["", []],
  ["a,-1,1e2,2", [2]],
])("a link's %j means %j", (text, addresses) => {
  expect(addressesIn(text)).toEqual(addresses);
});
