import type { GatewaySettings } from "@mega/contract";
import { expect, test } from "vitest";
import { changeOf, draftOf, type SettingsDraft } from "./settings-draft.ts";

const stored: GatewaySettings = {
  ...{ version: 4, receivedAt: "2026-05-02T08:00:00Z", building: { name: "Hollestraat 1" } },
  channels: [
    { no: 1, name: "remi", login: "remi", address1: "Box 1", address2: null, errorMail: false },
    { no: 2, name: "Common parts", login: null, address1: null, address2: null, errorMail: true },
  ],
  report: {
    ...{ to: "a@example.org", cc: ["b@example.org"], rhythm: "month", at: "08:00" },
    ...{ weekday: "monday", dayOfMonth: 1, formats: ["csv"] },
  },
};
const draft = draftOf(stored);
const renamed = (name: string): SettingsDraft => ({
  ...draft,
  channels: draft.channels.map((one) => (one.no === 1 ? { ...one, name } : one)),
});

test("nothing is asked for while nothing differs", () => {
  expect(changeOf(draft, stored)).toBeNull();
});

test("only what differs is asked for; an empty line takes it away", () => {
  const [first, second] = draft.channels;
  if (first === undefined || second === undefined) throw new Error("two channels");
  const channels = [{ ...first, address1: "", address2: " Floor 2 " }, second];
  expect(changeOf({ ...draft, building: "Hollestraat 2", channels }, stored)).toEqual({
    building: { name: "Hollestraat 2" },
    channels: [{ no: 1, name: "remi", address1: null, address2: "Floor 2", errorMail: false }],
  });
});

test("reports are asked for whole once one field of theirs differs", () => {
  const report = draft.report === null ? null : { ...draft.report, rhythm: "week", cc: "" };
  expect(changeOf({ ...draft, report }, stored)).toEqual({
    report: {
      ...{ rhythm: "week", at: "08:00", weekday: "monday", dayOfMonth: 1 },
      ...{ to: "a@example.org", cc: [], formats: ["csv"] },
    },
  });
});

test.each<readonly [string, SettingsDraft]>([
  ["a name that is too short", renamed("rem")],
  ["a name that is too long", renamed("r".repeat(32))],
  ["a building without a name", { ...draft, building: " " }],
  [
    "a report to nobody",
    { ...draft, report: draft.report === null ? null : { ...draft.report, to: "" } },
  ],
])("%s is not sent", (_, other) => {
  expect(changeOf(other, stored)).toBeUndefined();
});
