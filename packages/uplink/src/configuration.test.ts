import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { backupText, readBackupText } from "./backup-document.ts";
import { configurationHash } from "./configuration.ts";
import { readTicket, ticketText } from "./restore.ts";

test("a content has the hash that its form says", () => {
  const document = '{"a":"é"}';
  const bytes = Buffer.from(document, "utf8");
  const framed = Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes, Buffer.from([1, 2])]);
  const expected = createHash("sha256").update(framed).digest("hex");
  expect(configurationHash(document, Uint8Array.of(1, 2))).toBe(expected);
  // Where one ends and the other begins is part of it.
  expect(configurationHash("ab", Buffer.from("c"))).not.toBe(
    configurationHash("a", Buffer.from("bc")),
  );
  expect(configurationHash("ab", null)).toBe(configurationHash("ab", new Uint8Array(0)));
});

test("a configuration comes back with the profiles it rests on, and no other text is one", () => {
  const content = {
    configuration: { version: 1, building: { name: "Les Tilleuls" } },
    profiles: [{ file: "own.json", text: "{}" }],
  };
  expect(readBackupText(backupText(content))).toEqual(content);
  const wrong = [
    "",
    "{",
    "null",
    '{"form":2,"configuration":{},"profiles":[]}',
    '{"form":1,"configuration":[],"profiles":[]}',
    '{"form":1,"configuration":{},"profiles":[{"file":"../own.json","text":""}]}',
    '{"form":1,"configuration":{},"profiles":[],"more":1}',
  ];
  for (const text of wrong) expect(readBackupText(text), text).toBe(undefined);
  fc.assert(fc.property(fc.string(), (text) => readBackupText(text) === undefined));
});

test("a ticket is read from its text, and from no other", () => {
  const ticket = { restoreId: 12, secret: "A".repeat(43) };
  expect(readTicket(ticketText(ticket))).toEqual(ticket);
  for (const text of [
    "",
    "megar1.0.x",
    `megar1.01.${"A".repeat(43)}`,
    `mega1.1.${"A".repeat(43)}`,
  ]) {
    expect(readTicket(text)).toBe(undefined);
  }
});
