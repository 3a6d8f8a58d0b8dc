import { Value } from "typebox/value";
import { expect, test } from "vitest";
import { CommandAnswer, CommandBatch, configurationMark } from "./commands.ts";

test("the mark of a configuration is that of its content, whatever the order of its keys", () => {
  const mark = configurationMark({ a: 1, b: { c: [1, 2], d: null } });
  expect(mark).toBe(configurationMark({ b: { d: null, c: [1, 2] }, a: 1 }));
  expect(mark).toBe(configurationMark({ a: 1, b: { c: [1, 2], d: null }, e: undefined }));
  for (const other of [
    { a: 1, b: { c: [2, 1], d: null } },
    { a: "1", b: { c: [1, 2], d: null } },
    { a: 1, b: { c: [1, 2] } },
    { a: 1, b: { c: [1, [2]], d: null } },
  ]) {
    expect(configurationMark(other)).not.toBe(mark);
  }
});

const sent = {
  commandId: "0a".repeat(16),
  kind: "read-now",
  generation: 1,
  issuedAt: "2026-05-02T08:00:00Z",
  expiresAt: "2026-05-02T08:15:00.5Z",
  by: "anna@example.org",
  body: {},
};

test.each<[string, object, boolean]>([
  ["a command", {}, true],
  ["a kind that nobody knows yet", { kind: "format-disk" }, true],
  ["a kind that is no word", { kind: "Read now" }, false],
  ["an id that is a path", { commandId: "../../etc" }, false],
  ["an address with a line end", { by: "anna@example.org\nroot" }, false],
  ["an address without an end", { by: "a".repeat(255) }, false],
  ["a generation before the first", { generation: 0 }, false],
  ["a field beside", { sudo: true }, false],
])("%s", (_what, part, fits) => {
  expect(Value.Check(CommandBatch, { commands: [{ ...sent, ...part }] })).toBe(fits);
});

test("an answer says what was done, or why not, and not both", () => {
  const at = "2026-05-02T08:00:00Z";
  const done = { outcome: "done", at, entries: [7], revision: null };
  const refused = { outcome: "refused", at, code: "expired", detail: "" };
  expect([done, refused].map((one) => Value.Check(CommandAnswer, one))).toEqual([true, true]);
  expect(Value.Check(CommandAnswer, { ...done, ...refused })).toBe(false);
  expect(Value.Check(CommandAnswer, { ...done, entries: [0] })).toBe(false);
});
