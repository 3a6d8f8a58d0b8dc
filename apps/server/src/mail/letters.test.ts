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

test("each language has words of its own for each letter", () => {
  const said = (kind: "restore-asked" | "restore-granted" | "restore-undone") =>
    languages.map((language) => letterOf({ kind, ...change }, { name: "", language }, null).text);
  for (const kind of ["restore-asked", "restore-granted", "restore-undone"] as const) {
    expect(new Set(said(kind)).size).toBe(4);
  }
});
