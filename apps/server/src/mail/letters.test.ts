import { expect, test } from "vitest";
import { letterOf } from "./letters.ts";
import type { MailSubject } from "./mail-queue.ts";

const languages = ["fr", "nl", "de", "en"] as const;
const change = {
  building: "Rue Haute 1",
  oldMac: "02:00:00:00:00:01",
  newMac: "02:00:00:00:00:02",
};
const link = { address: "https://mega.example.org/invitation#word", until: "9/5/2026" };

test.each(languages)("a letter in %s greets its person and carries its link once", (language) => {
  const subjects: MailSubject[] = [
    { kind: "invitation", building: "Rue Haute 1", by: "Anna" },
    { kind: "invitation", building: null, by: null },
    { kind: "reset" },
  ];
  for (const subject of subjects) {
    const { text } = letterOf(subject, { name: "Zoé", language }, link);
    expect(text.split("\n")[0]).toContain("Zoé");
    expect(text.split(link.address)).toHaveLength(2);
    expect(text).not.toMatch(/null|undefined/);
  }
});

test.each(languages)("a letter about a change of boxes in %s names both", (language) => {
  for (const kind of ["restore-asked", "restore-granted", "restore-undone"] as const) {
    const { subject, text } = letterOf({ kind, ...change }, { name: "Zoé", language }, null);
    expect(subject).toContain("Rue Haute 1");
    for (const mac of [change.oldMac, change.newMac]) expect(text).toContain(mac);
  }
});

const lastMs = Date.UTC(2026, 4, 2, 8, 3);
const line = {
  ...{ buildingId: 7, building: "Rue Haute 1", mac: "02:00:00:00:00:01", model: "MEGA32" },
  timeZone: "Europe/Brussels",
};

test.each(languages)(
  "a letter about silent gateways in %s names them, the time and the page",
  (language) => {
    const lines = [{ ...line, lastMs }];
    const silent: MailSubject = { kind: "gateways-silent", lines, more: 3 };
    const page = { address: "https://mega.example.org/buildings/7", until: "" };
    const { subject, text } = letterOf(silent, { name: "Zoé", language }, page);
    expect(subject).toContain("Rue Haute 1");
    expect(subject).toContain("4");
    for (const word of ["MEGA32 02:00:00:00:00:01", "2026 10:03", "CONFIG", page.address]) {
      expect(text).toContain(word);
    }
    expect(text).not.toMatch(/null|undefined/);
  },
);

test("times of a silence are told where each gateway stands, else in Brussels", () => {
  const span = { fromMs: lastMs, toMs: lastMs + 3_600_000 };
  const back = { backMs: lastMs + 7_200_000, meanwhile: { kind: "gap", span } } as const;
  const lines = (["Europe/Lisbon", null, "Asia/Tokyo"] as const).map((timeZone) => {
    return { ...line, timeZone, lastMs, ...back };
  });
  const told = (kind: "gateways-silent" | "gateways-back") => {
    const { text } = letterOf({ kind, lines, more: 0 }, { name: "", language: "en" }, null);
    return text.match(/(?<=2026 )\d\d:\d\d/g);
  };
  expect(told("gateways-silent")).toEqual(["09:03", "10:03", "17:03"]);
  expect(told("gateways-back")?.toSorted()).toEqual([
    ...["09:03", "09:03", "10:03", "10:03", "10:03", "11:03"],
    ...["11:03", "12:03", "17:03", "17:03", "18:03", "19:03"],
  ]);
});

test.each(languages)(
  "what became of the time of a silence has other words each in %s",
  (language) => {
    const span = { fromMs: lastMs, toMs: lastMs + 3_600_000 };
    const kinds = [{ kind: "whole" }, { kind: "gap", span }, { kind: "catching-up" }] as const;
    const texts = kinds.map((meanwhile) => {
      const lines = [{ ...line, lastMs, backMs: lastMs + 100_000_000, meanwhile }];
      const back: MailSubject = { kind: "gateways-back", lines, more: 0 };
      return letterOf(back, { name: "", language }, { address: "https://x", until: "" }).text;
    });
    expect(new Set(texts).size).toBe(3);
    expect(texts[0]).toMatch(/1 \S+ 3 /);
  },
);

test("each language has words of its own for each letter", () => {
  const said = (kind: "restore-asked" | "restore-granted" | "restore-undone") =>
    languages.map((language) => letterOf({ kind, ...change }, { name: "", language }, null).text);
  for (const kind of ["restore-asked", "restore-granted", "restore-undone"] as const) {
    expect(new Set(said(kind)).size).toBe(4);
  }
});
