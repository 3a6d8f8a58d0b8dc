import type { PeriodPreview } from "@mega/contract";
import { expect, test } from "vitest";
import { type Draft, effectiveOf, requestOf } from "./draft.ts";

const brussels = "Europe/Brussels";
const draft: Draft = {
  start: "now",
  date: "2026-05-20",
  time: "18:10",
  index: "read",
  typed: {},
  confirm: "2",
};
const counter = {
  counterNo: 1,
  unit: "kWh",
  decimals: 3,
  latest: null,
  atEffective: null,
  unbilled: null,
} as const;
const preview: PeriodPreview = {
  channelNo: 2,
  name: "remi guido BU",
  effectiveAt: null,
  earliestAt: null,
  firstInit: null,
  canRead: true,
  counters: [counter],
  nextSeq: 184,
};
const request = (changes: Partial<Draft>) => {
  const changed = { ...draft, ...changes };
  return requestOf(changed, effectiveOf(changed, brussels), 2, preview, "fr");
};

test("a period that starts at once reads the meter", () => {
  expect(request({})).toEqual({
    effectiveAt: null,
    index: { kind: "read" },
    confirmChannelNo: 2,
  });
});

test("without the channel's own number there is no request", () => {
  expect(request({ confirm: "" })).toBeNull();
  expect(request({ confirm: "22" })).toBeNull();
  expect(request({ confirm: "yes" })).toBeNull();
});

test("a meter that cannot be asked is not read", () => {
  const silent = { ...preview, canRead: false };
  expect(requestOf(draft, effectiveOf(draft, brussels), 2, silent, "fr")).toBeNull();
});

test("a past start is computed or typed, and never read", () => {
  expect(request({ start: "past" })).toBeNull();
  expect(request({ start: "past", index: "interpolated" })).toMatchObject({
    effectiveAt: "2026-05-20T16:10:00.000Z",
    index: { kind: "interpolated" },
  });
  expect(request({ index: "interpolated" })).toBeNull();
});

test("a typed index is sent as exact decimal text", () => {
  expect(request({ index: "person", typed: { 1: "1 115,200" } })?.index).toEqual({
    kind: "person",
    values: [{ counterNo: 1, index: "1115.200" }],
  });
  expect(request({ index: "person", typed: { 1: "about 1000" } })).toBeNull();
});

test("a time in the gap of spring makes no request, a doubled one is said", () => {
  const at = (date: string) =>
    effectiveOf({ ...draft, start: "past", date, time: "02:30" }, brussels);
  expect(at("2026-03-29")).toEqual({ kind: "none" });
  expect(at("2026-10-25")).toMatchObject({ at: "2026-10-25T00:30:00.000Z", doubled: true });
});
