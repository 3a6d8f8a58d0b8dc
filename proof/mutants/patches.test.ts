/** Every planted error still fits the tree, touches the product alone, and names suites that exist. */

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readArguments } from "./arguments.ts";
import { docRows } from "./doc-rows.ts";
import { mutants } from "./mutants.ts";
import { applyPatch, patchedFiles, patchFolder, patchPath } from "./patch-file.ts";
import { lastLine, type Planted, plantedLines } from "./plant.ts";
import { verdictOf } from "./suite-verdict.ts";
import { treeRoot } from "./tree-copy.ts";

const folder = mkdtempSync(join(tmpdir(), "mega-patches-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = mutants.map(({ name }) => name);
const product = /^(packages|apps)\/[^/]+\/src\/(?!.*(\.test\.|\/testing\/))/;

describe.each(mutants)("the planted error $name", ({ name, suites }) => {
  const patch = existsSync(patchPath(name)) ? readFileSync(patchPath(name), "utf8") : "";
  const files = patchedFiles(patch);

  test("is a small change of the product, and of nothing else", () => {
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !product.test(file))).toEqual([]);
    expect(patch.split("\n").length).toBeLessThan(60);
  });

  test("still applies; where it does not, renew it as docs/proof.md tells under Planted errors", () => {
    const root = join(folder, name);
    for (const file of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      copyFileSync(join(treeRoot, file), join(root, file));
    }
    expect(applyPatch(root, patchPath(name), "check"), `${name}.patch`).toBe(undefined);
  });

  test("names suites that exist", () => {
    expect(suites.length).toBeGreaterThan(0);
    expect(suites.filter(({ file }) => !existsSync(join(treeRoot, file)))).toEqual([]);
    const unnamed = suites.filter(({ file, tests }) => tests !== undefined && !holds(file, tests));
    expect(unnamed).toEqual([]);
  });
});

/** Names of generated tests end in what they are generated from. */
function holds(file: string, tests: string): boolean {
  const [fixed = ""] = tests.split(": ");
  return readFileSync(join(treeRoot, file), "utf8").includes(fixed);
}

test("every patch is planted, and no name stands twice", () => {
  expect(readdirSync(patchFolder).sort()).toEqual(names.map((name) => `${name}.patch`).sort());
  expect(names.length).toBeGreaterThanOrEqual(16);
});

test("the document has a row for every planted error, and no other", () => {
  const text = readFileSync(join(treeRoot, "docs/proof.md"), "utf8");
  const [, section = ""] = text.split("\n## Planted errors\n");
  const rows = section.split("\n## ")[0]?.match(/^\| `.*$/gm);
  expect(rows).toEqual(docRows(mutants));
});

test("a patch that does not fit is told with its place", () => {
  const root = join(folder, "changed");
  mkdirSync(root);
  expect(applyPatch(root, patchPath("crc-swallowed"), "check")).toContain("crc.ts");
});

const failedWith = (failureMessages: readonly string[]) => ({
  testResults: [
    {
      name: "/tree/a.test.ts",
      assertionResults: [{ status: "failed", fullName: "it holds", failureMessages }],
    },
  ],
});

test.each([
  ["AssertionError: expected 1 to be 2", "red"],
  ["Error: Property failed after 3 tests", "red"],
  ["Error: Test timed out in 60000ms.", "mute"],
  ["TypeError: x is not a function", "mute"],
])("a test that fails by %j turns its suite %s", (message, kind) => {
  expect(verdictOf(failedWith([message]), "a.test.ts").kind).toBe(kind);
});

test("a suite that does not load, or runs no test, says nothing", () => {
  const name = "/tree/a.test.ts";
  const unread = { testResults: [{ name, message: "Cannot import b.ts", assertionResults: [] }] };
  expect(verdictOf(unread, "a.test.ts")).toEqual({ kind: "mute", why: "Cannot import b.ts" });
  expect(verdictOf({ testResults: [] }, "a.test.ts").kind).toBe("mute");
  const skipped = { name, assertionResults: [{ status: "skipped", fullName: "it holds" }] };
  expect(verdictOf({ testResults: [skipped] }, "a.test.ts").kind).toBe("mute");
});

test("an error is caught when all of its suites turn red, and missed otherwise", () => {
  const [mutant] = mutants;
  if (mutant === undefined) throw new Error("no error is planted");
  const [suite = { file: "a.test.ts" }] = mutant.suites;
  const red = { suite, verdict: { kind: "red" as const, failed: ["it holds"] } };
  const green = { suite, verdict: { kind: "green" as const, tests: 3 } };
  const all: readonly Planted[] = [
    { mutant, said: [red, red], tookMs: 1000 },
    { mutant, said: [red, green], tookMs: 1000 },
    { mutant, said: [], tookMs: 0, refused: "patch does not apply" },
  ];
  expect(lastLine(all)).toBe("soak:mutants planted=3 caught=1 missed=2");
  expect(all.map((one) => /caught|MISSED/.exec(plantedLines(one)[0] ?? "")?.[0])).toEqual([
    "caught",
    "MISSED",
    "MISSED",
  ]);
});

test("the command takes names of errors and refuses others with those that there are", () => {
  expect(readArguments([], names)).toEqual({ only: names, list: false });
  expect(readArguments(["--only", "crc-swallowed,jump-accepted"], names)).toEqual({
    only: ["crc-swallowed", "jump-accepted"],
    list: false,
  });
  expect(() => readArguments(["--only", "x"], names)).toThrow("--only is x; allowed: crc-sw");
  expect(() => readArguments(["--loud"], names)).toThrow("--loud");
});
