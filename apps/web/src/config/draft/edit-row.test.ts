import { expect, test } from "vitest";
import { meterOf, rowsOf } from "./document.ts";
import {
  chooseKind,
  clearChannel,
  editChannel,
  editMeter,
  renameChannel,
  setUnused,
  shareMeter,
  unshareMeter,
} from "./edit-row.ts";
import { meterIdFor } from "./meter-id.ts";
import { sampleConfig, sampleProfile } from "./testing/sample.ts";

const ground = { saved: sampleConfig, day: "261126" };
const emm = sampleProfile("emm220");

test("the model's channels are rows, and channels on one meter know of each other", () => {
  const rows = rowsOf(sampleConfig);
  expect(rows).toHaveLength(16);
  expect(rows[1]?.sharedWith).toEqual([3]);
  expect(rows[0]?.sharedWith).toEqual([]);
  expect(rows[15]).toMatchObject({ channelNo: 16, channel: null, meter: null });
});

test("an edit leaves every other row's objects as they are", () => {
  const next = editChannel(sampleConfig, 1, { name: "Peeters" });
  expect(next.channels?.[1]).toBe(sampleConfig.channels?.[1]);
  expect(next.meters).toBe(sampleConfig.meters);
});

test("a kind on an empty channel makes a meter named after the channel and the day", () => {
  const named = renameChannel(sampleConfig, 5, "APT 0.3 Élise", ground);
  const next = chooseKind(named, 5, emm, ground);
  expect(meterOf(next, 5)).toEqual({
    id: "apt-0-3-elise-261126",
    profile: "emm220",
    bus: "riser",
  });
});

test("a new meter follows its channel's name until it is stored, and never afterwards", () => {
  const made = chooseKind(sampleConfig, 5, emm, ground);
  expect(meterOf(made, 5)?.id).toBe("ch-5-261126");
  const renamed = renameChannel(made, 5, "Cage d’escalier", ground);
  expect(meterOf(renamed, 5)?.id).toBe("cage-d-escalier-261126");
  const stored = renameChannel(renamed, 5, "Autre nom", { ...ground, saved: renamed });
  expect(meterOf(stored, 5)?.id).toBe("cage-d-escalier-261126");
  expect(meterOf(renameChannel(sampleConfig, 1, "Peeters", ground), 1)?.id).toBe("flat-1");
});

test("the name of a meter that was stored never passes to another one", () => {
  const taken = new Set(["ch-5-261126", "ch-5-261126-2"]);
  expect(meterIdFor("CH 5", "261126", taken)).toBe("ch-5-261126-3");
  expect(meterIdFor("…", "261126", taken)).toBe("meter-261126");
  const long = meterIdFor("Appartement du quatrième étage", "261126", taken);
  expect(long).toMatch(/^[a-z0-9][a-z0-9-]{0,30}$/);
});

test("a corrected kind keeps the meter; another kind of link makes another meter", () => {
  const corrected = chooseKind(sampleConfig, 1, sampleProfile("water"), ground);
  expect(meterOf(corrected, 1)).toMatchObject({ id: "flat-1", profile: "water", address: 4 });
  const moved = chooseKind(sampleConfig, 1, sampleProfile("mqtt"), ground);
  expect(meterOf(moved, 1)).toEqual({
    id: "remi-guido-261126",
    profile: "mqtt",
    mqtt: { mac: "", token: "" },
  });
  expect(moved.meters?.some(({ id }) => id === "flat-1")).toBe(false);
});

test("out of use keeps the name, takes the idle meter out and a second thought brings it back", () => {
  const unused = setUnused(sampleConfig, 1);
  expect(unused.channels?.[0]).toEqual({ no: 1, name: "remi guido" });
  expect(unused.meters?.map(({ id }) => id)).toEqual(["roof"]);
  const back = chooseKind(unused, 1, emm, ground);
  expect(meterOf(back, 1)).toEqual(sampleConfig.meters?.[0]);
  expect(clearChannel(sampleConfig, 1).channels?.map(({ no }) => no)).toEqual([2, 3]);
});

test("a shared meter stays as long as one channel shows it", () => {
  const once = setUnused(sampleConfig, 2);
  expect(once.meters?.some(({ id }) => id === "roof")).toBe(true);
  const twice = setUnused(once, 3);
  expect(twice.meters?.some(({ id }) => id === "roof")).toBe(false);
});

test("a channel can show another's meter, and get one of its own again", () => {
  const shared = shareMeter(sampleConfig, 5, 1);
  expect(rowsOf(shared)[0]?.sharedWith).toEqual([5]);
  expect(shared.channels?.at(-1)).toEqual({ no: 5, name: "CH 5", meter: "flat-1" });
  const alone = unshareMeter(shared, 5, emm, ground);
  expect(meterOf(alone, 5)?.id).toBe("ch-5-261126");
  expect(meterOf(alone, 1)?.id).toBe("flat-1");
});

test("an address of a shared meter changes for all its channels", () => {
  const next = editMeter(sampleConfig, 2, { address: 9 });
  expect(rowsOf(next)[2]?.meter?.address).toBe(9);
});
