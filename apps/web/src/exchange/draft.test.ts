import type { ExchangePreview } from "@mega/contract";
import { expect, test } from "vitest";
import { askedOf, type ExchangeDraft, emptyDraft, prefilled, previewQuery } from "./draft.ts";

const brussels = "Europe/Brussels";
const reading = (index: string) => ({ index, takenAt: "2026-05-12T08:02:00.000Z" });
const counter = (counterId: string, index: string) => {
  const waiting = { firstWaiting: null, lastWaiting: null };
  return { counterId, unit: "kWh" as const, decimals: 3, latest: reading(index), ...waiting };
};
const preview: ExchangePreview = {
  channelNo: 16,
  name: "Ascenseur",
  channels: [16],
  after: "2026-05-12T08:02:00.000Z",
  until: "2026-05-12T09:01:59.999Z",
  suggestedAt: "2026-05-12T09:01:00.000Z",
  oldSerialNumber: "OLD-1",
  newSerialNumber: "NEW-2",
  counters: [counter("import", "9471.200"), counter("export", "13.000")],
  figures: [],
  accepted: 0,
  left: 0,
  nextSeq: 9,
};
const draft: ExchangeDraft = { ...emptyDraft, ...prefilled(preview, brussels, "fr") };
const asked = (part: Partial<ExchangeDraft>) =>
  askedOf({ ...draft, ...part }, preview, brussels, "fr");

test("what the gateway knows is filled in, in the words of the language", () => {
  expect(draft).toMatchObject({ date: "2026-05-12", time: "11:01", serialNumber: "NEW-2" });
  expect(draft.oldEnds["import"]).toMatch(/^9\s471,200$/);
});

test("an exchange needs the first index of every counter", () => {
  expect(asked({})).toBeNull();
  expect(asked({ newStarts: { import: "0" } })).toBeNull();
  expect(asked({ newStarts: { import: "0", export: "0,5" } })).toEqual({
    kind: "exchanged",
    at: "2026-05-12T09:01:00.000Z",
    serialNumber: "NEW-2",
    counters: [
      { counterId: "import", oldEnd: "9471.200", newStart: "0" },
      { counterId: "export", oldEnd: "13.000", newStart: "0.5" },
    ],
  });
});

test("a counter set back needs no other one, and keeps its serial number", () => {
  expect(asked({ kind: "set-back", newStarts: { import: "0" } })).toMatchObject({
    serialNumber: null,
    counters: [{ counterId: "import" }],
  });
});

test("a time that does not exist asks for nothing", () => {
  const newStarts = { import: "0", export: "0" };
  expect(asked({ newStarts, date: "2026-03-29", time: "02:30" })).toBeNull();
  expect(asked({ newStarts, date: "" })).toBeNull();
});

test("the preview is asked with every index", () => {
  const whole = asked({ newStarts: { import: "0", export: "0" }, serialNumber: " " });
  expect(whole && previewQuery(whole)).toEqual({
    kind: "exchanged",
    at: "2026-05-12T09:01:00.000Z",
    counters: "import:9471.200:0,export:13.000:0",
  });
});
