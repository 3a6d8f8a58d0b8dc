import { expect, test } from "vitest";
import { changeCount, changesBetween } from "./changes.ts";
import { rowsOf } from "./document.ts";
import { chooseKind, editChannel, editMeter } from "./edit-row.ts";
import { faultsByField, fieldOf } from "./problems.ts";
import { rowFaults } from "./row-faults.ts";
import { sampleConfig, sampleProfile, sampleProfiles } from "./testing/sample.ts";

test("nothing changed is no change, and a change taken back is none either", () => {
  expect(changesBetween(sampleConfig, sampleConfig)).toEqual([]);
  const there = editChannel(sampleConfig, 1, { name: "Peeters" });
  const back = editChannel(there, 1, { name: "remi guido" });
  expect(changesBetween(sampleConfig, back)).toEqual([]);
});

test("changes are told by channel and field, general settings by pointer", () => {
  const edited = editMeter(editChannel(sampleConfig, 1, { name: "Peeters", unit: "Wh-" }), 1, {
    address: 7,
  });
  const draft = { ...edited, building: { ...edited.building, name: "Kerkstraat" } };
  const changes = changesBetween(sampleConfig, draft);
  expect(changes).toEqual([
    { kind: "general", pointer: "/building/name" },
    { kind: "row", channelNo: 1, fields: ["address", "unit", "name"] },
  ]);
  expect(changeCount(changes)).toBe(4);
});

test("a group switched on by an empty object is a change, a line added is one", () => {
  const withBroker = { ...sampleConfig, mqtt: { embedded: {} } };
  expect(changesBetween(sampleConfig, withBroker)).toEqual([
    { kind: "general", pointer: "/mqtt/embedded" },
  ]);
  const fewer = { ...sampleConfig, buses: sampleConfig.buses?.slice(0, 1) ?? [] };
  expect(changesBetween(sampleConfig, fewer)).toEqual([{ kind: "general", pointer: "/buses/1" }]);
});

test.each([
  ["/channels/0/name", "/row/1/name"],
  ["/channels[no=3]/counter1", "/row/3/counter1"],
  ["/channels/2/meter", "/row/3/sharing"],
  ["/meters/0/address", "/row/1/address"],
  ["/meters[id=roof]/profile", "/row/2/profile"],
  ["/meters[id=roof]", "/row/2/profile"],
  ["/meters/1/mqtt/token", "/row/2/token"],
  ["/meters/1/factor/numerator", "/row/2/factor"],
  ["/building/name", "/building/name"],
  ["/meters/9/address", "/meters/9/address"],
])("the gateway's %s is shown at %s", (pointer, field) => {
  expect(fieldOf(sampleConfig, pointer)).toBe(field);
  const fault = { pointer, code: "format", params: {} };
  expect([...faultsByField(sampleConfig, [fault]).keys()]).toEqual([field]);
});

test("rows say what they still need", () => {
  const ground = { saved: sampleConfig, day: "261126" };
  const profileOf = (id: string) => sampleProfiles.find(({ profileId }) => profileId === id);
  expect(rowFaults(rowsOf(sampleConfig), profileOf).size).toBe(0);
  const bus = chooseKind(sampleConfig, 5, sampleProfile("emm220"), ground);
  const mqtt = chooseKind(bus, 6, sampleProfile("mqtt"), ground);
  const twice = editMeter(editChannel(mqtt, 7, { name: "REMI GUIDO" }), 5, { address: 4 });
  expect([...rowFaults(rowsOf(twice), profileOf)]).toEqual([
    ["/row/5/address", "address-taken"],
    ["/row/6/mac", "required"],
    ["/row/6/token", "required"],
    ["/row/7/name", "name-twice"],
  ]);
});
