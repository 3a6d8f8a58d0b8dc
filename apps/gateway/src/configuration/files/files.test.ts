import { type GatewayConfig, GatewayConfigSchema, SECRET_KEPT } from "@mega/contract";
import { loadProfileSet, readConfigText } from "@mega/installation";
import { languages } from "@mega/locale";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkDocument } from "../check-document.ts";
import { differences } from "../differences.ts";
import { keepUnsaid, takeSecretsOut } from "../fill-secrets.ts";
import { anyDocument } from "../testing/any-document.ts";
import { backupFile, openBackup } from "./backup-file.ts";
import { rowsFile } from "./rows-file.ts";
import type { RowsGround } from "./rows-ground.ts";
import { type ImportedRows, importRows } from "./rows-import.ts";
import { yamlFile } from "./yaml-file.ts";

const profiles = loadProfileSet("/nowhere");
const head = { location: "Hollestraat", revision: 3, savedAt: null, version: "0" };

function ground(document: unknown): RowsGround {
  return {
    document: document as RowsGround["document"],
    takenIds: new Set(["ch9-260502"]),
    profileIds: profiles.all.map(({ id }) => id),
    day: "260502",
  };
}

function documentOf(read: ImportedRows): GatewayConfig {
  if (read.kind === "faults") throw new Error(JSON.stringify(read.faults));
  return read.document as GatewayConfig;
}

test("every random document is one that can be put into force", () => {
  fc.assert(
    fc.property(anyDocument, (document) => {
      const checked = checkDocument(document, { profiles, machineMac: "02:00:00:00:00:01" });
      expect(checked).toMatchObject({ kind: "good" });
    }),
    { numRuns: 50 },
  );
});

test("a document written as YAML and read into the same gateway is the same", () => {
  fc.assert(
    fc.property(anyDocument, (full) => {
      const { document, secrets } = takeSecretsOut(full);
      const text = yamlFile(document, head);
      expect(text).not.toContain("canary");
      expect(text).not.toContain(SECRET_KEPT);
      const read = readConfigText(text, GatewayConfigSchema);
      if (read.kind === "fault") throw new Error(JSON.stringify(read.problem));
      const kept = keepUnsaid(read.value, { document, stored: secrets });
      expect(kept).toEqual(document);
    }),
    { numRuns: 200 },
  );
});

test("rows written in either dialect and any language change nothing when they are read back", () => {
  const dialect = fc.constantFrom("excel-be" as const, "rfc4180" as const);
  fc.assert(
    fc.property(anyDocument, dialect, fc.constantFrom(...languages), (full, form, language) => {
      const { document } = takeSecretsOut(full);
      const text = rowsFile(document as GatewayConfig, { dialect: form, language });
      expect(text).not.toContain("canary");
      const read = documentOf(importRows(text, ground(document)));
      expect(differences(document, read)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("rows fill an empty gateway with the same channels and meters, but for their tokens", () => {
  fc.assert(
    fc.property(anyDocument, (full) => {
      const text = rowsFile(full, { dialect: "rfc4180", language: "en" });
      const empty = { ...full, meters: [], channels: [] };
      const read = documentOf(importRows(text, ground(empty)));
      expect(differences(takeSecretsOut(full).document, read)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test("text that was cut, doubled or garbled is read or refused, and never fails", () => {
  const mutation = fc.record({ from: fc.nat(2000), to: fc.nat(2000), put: fc.string() });
  fc.assert(
    fc.property(anyDocument, fc.array(mutation, { maxLength: 4 }), (full, mutations) => {
      const { document } = takeSecretsOut(full);
      const texts = [
        yamlFile(document, head),
        rowsFile(document as GatewayConfig, { dialect: "excel-be", language: "de" }),
      ].map((text) =>
        mutations.reduce(
          (before, { from, to, put }) => before.slice(0, from) + put + before.slice(to),
          text,
        ),
      );
      const before = JSON.stringify(document);
      for (const text of texts) {
        const rows = importRows(text, ground(document));
        if (rows.kind === "document") checkAnything(rows.document);
        const yaml = readConfigText(text, GatewayConfigSchema);
        if (yaml.kind === "values") checkAnything(yaml.value);
      }
      expect(JSON.stringify(document)).toBe(before);
    }),
    { numRuns: 300 },
  );
});

function checkAnything(value: unknown): void {
  const { document } = takeSecretsOut(value);
  checkDocument(document ?? null, { profiles, machineMac: "02:00:00:00:00:01" });
  differences({}, document);
}

test("a row pasted without heads fills the channel it names, in the order of the editor", () => {
  const base = {
    version: 1,
    building: { name: "Hollestraat" },
    gateway: { model: "MEGA16" },
    buses: [{ id: "main", link: { kind: "tty", path: "/dev/ttyUSB0" } }],
    meters: [{ id: "old", profile: "emm220", bus: "main", address: 2 }],
    channels: [
      { no: 2, name: "Flat two", meter: "old", inTotals: false },
      { no: 5, name: "To be taken out" },
    ],
  };
  const text = "CH1\t4\tSDM630\tkWh\tApt 1\toui\tanna\n2\t3\tEMM220\t\tApt 2\n5\t\t\t\t\n";
  const read = documentOf(importRows(text, ground(base)));
  expect(read.meters).toEqual([
    // The meter at another address is still the channel's meter.
    { id: "old", profile: "emm220", bus: "main", address: 3 },
    { id: "ch1-260502", profile: "eastron-sdm630", bus: "main", address: 4 },
  ]);
  expect(read.channels).toEqual([
    { no: 1, name: "Apt 1", login: "anna", unit: "Wh+", errorMail: true, meter: "ch1-260502" },
    { no: 2, name: "Apt 2", inTotals: false, meter: "old" },
  ]);
});

test("a second channel on the same address shows the same meter, and names are never used again", () => {
  const base = { gateway: { model: "MEGA16" }, buses: [{ id: "main" }], meters: [], channels: [] };
  const read = documentOf(
    importRows("9;7;emm220;;Flat nine\n10;7;emm220;;Flat nine trip", ground(base)),
  );
  expect(read.channels?.map(({ meter }) => meter)).toEqual(["ch9-260502-2", "ch9-260502-2"]);
});

test.each([
  ["", 1, "nothing"],
  ["x;y;z", 1, '"x"'],
  ['1;4;emm220;;"open', 1, "the text"],
  ["CH;Nom;Prix\n1;Flat one;3", 1, 'the head "Prix"'],
  ["Nom;Adresse\nFlat one;3", 1, "no head CH"],
  ["CH;Nom\n\n1;Flat one;3", 3, "3 cells"],
  ["CH,Nom,Nom\n1,a,b", 1, "name twice"],
])("%j is refused with its line", (text, line, value) => {
  const read = importRows(text, ground({}));
  expect(read).toMatchObject({ kind: "faults", faults: [{ line, code: "unreadable" }] });
  expect(read.kind === "faults" && read.faults[0]?.params["value"]).toBe(value);
});

test("a value that is not right keeps the line it came from", () => {
  const base = { gateway: { model: "MEGA16" }, buses: [{ id: "main" }], meters: [], channels: [] };
  const read = importRows("CH;Adresse;Type;Nom\n1;4;emm220;Flat one\n2;300;emm220;B", ground(base));
  if (read.kind === "faults") throw new Error("refused");
  expect(read.lineOf("/channels/1/name")).toBe(3);
  expect(read.lineOf("/meters/1/address")).toBe(3);
  expect(read.lineOf("/building")).toBeUndefined();
});

test("a backup opens with its passphrase only, and not when it was altered", async () => {
  const document = { building: { name: "Hollestraat" }, mail: { password: SECRET_KEPT } };
  const secrets = new Map([["/mail/password", "canary-secret"]]);
  const text = await backupFile(
    { document, secrets },
    { location: "Hollestraat", revision: 1, madeAt: "2026-05-02T08:00:00Z", version: "0" },
    "correct horse battery",
  );
  expect(text).not.toContain("canary");
  const opened = await openBackup(text, "correct horse battery");
  expect(opened).toEqual({ kind: "content", content: { document, secrets } });
  const wrong = await openBackup(text, "correct horse batterz");
  expect(wrong).toMatchObject({ kind: "fault", field: "passphrase" });
  const moved = text.replace('"name": "Hollestraat"', '"name": "Elsewhere"');
  expect(await openBackup(moved, "correct horse battery")).toMatchObject({ kind: "fault" });
});

test.each(["", "{}", "[1]", '{"format":"mega-configuration-backup","form":2}', "not json"])(
  "%j is no backup",
  async (text) => {
    expect(await openBackup(text, "x")).toMatchObject({ kind: "fault", field: "file" });
  },
);
