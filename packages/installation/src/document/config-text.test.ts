import { Type } from "typebox";
import { expect, test } from "vitest";
import { readConfigText } from "./config-text.ts";

const text = Type.String();
const schema = Type.Object({
  text,
  whole: Type.Integer(),
  words: Type.Enum(["8N1", "8E1"]),
  numbers: Type.Enum([15, 30]),
  list: Type.Array(Type.Object({ text })),
  named: Type.Record(Type.String(), Type.Object({ text })),
  form: Type.Union([
    Type.Object({ kind: Type.Literal("a"), place: Type.Integer() }),
    Type.Object({ kind: Type.Literal("b"), place: text }),
  ]),
});

function read(yaml: string) {
  const found = readConfigText(yaml, schema);
  if (found.kind === "fault") throw new Error(JSON.stringify(found.problem));
  return found;
}

test.each([
  ["text: 00123456", { text: "00123456" }],
  ["text: 112233445566", { text: "112233445566" }],
  ["text: 1122334455e6", { text: "1122334455e6" }],
  ["text: 27.50", { text: "27.50" }],
  ["text: 0x1F", { text: "0x1F" }],
  ["text: true", { text: "true" }],
  ["text: 'in quotes'", { text: "in quotes" }],
  ["text:", { text: null }],
  ["whole: 0042", { whole: 42 }],
  ["words: 8E1", { words: "8E1" }],
  ["numbers: 15", { numbers: 15 }],
  ["whole: '42'", { whole: "42" }],
  ["list: [{ text: 007 }]", { list: [{ text: "007" }] }],
  ["named: { any: { text: 007 } }", { named: { any: { text: "007" } } }],
  ["form: { kind: b, place: 007 }", { form: { kind: "b", place: "007" } }],
  ["form: { kind: a, place: 007 }", { form: { kind: "a", place: 7 } }],
  ["list: [&x { text: 007 }, *x]", { list: [{ text: "007" }, { text: "007" }] }],
])("%s is read as text exactly where text is wanted", (yaml, value) => {
  expect(read(yaml).value).toEqual(value);
});

test("a place that is missing has the line of what is around it", () => {
  const { lineOf } = read("# heading\ntext: a\nlist:\n  - text: b\n\n  - text: c\n");
  expect(lineOf("/text")).toBe(2);
  expect(lineOf("/list/1/text")).toBe(6);
  expect(lineOf("/list/1/other")).toBe(6);
  expect(lineOf("/list/7/text")).toBe(4);
  expect(lineOf("/nowhere")).toBe(2);
});

test.each(["? [a, b]\n: 1\n", "{ { text: secret }: 1 }"])(
  "%j has a key that is no word",
  (yaml) => {
    expect(readConfigText(yaml, schema)).toMatchObject({
      kind: "fault",
      problem: { allowed: "a word as the key" },
    });
  },
);

test("aliases that multiply are refused", () => {
  const lines = ["text: &a [x, x, x, x, x, x, x, x, x, x]"];
  for (const [from, to] of ["ab", "bc", "cd", "de"]) {
    lines.push(`${to}: &${to} [${Array.from({ length: 10 }, () => `*${from}`).join(", ")}]`);
  }
  expect(readConfigText(lines.join("\n"), schema)).toMatchObject({
    kind: "fault",
    problem: { allowed: "at most 50" },
  });
});
