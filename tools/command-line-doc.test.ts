import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { commandLineDocument, withCommands } from "./command-line-doc.ts";
import { fencesOf, partBelow, rowsOf } from "./markdown.ts";

const document = readFileSync(commandLineDocument, "utf8");
const main = fileURLToPath(new URL("../apps/cli/src/main.ts", import.meta.url));

/** What the command prints on standard output. */
function mega(...words: readonly string[]): string {
  const args = ["--disable-warning=DEP0169", main, ...words];
  return execFileSync(process.execPath, args, { encoding: "utf8" });
}

/** Starting the command takes a while on a busy machine. */
const timeout = 60_000;

const sections = partBelow(document, "All commands").slice(1);
const names = sections.map(({ title }) => title.replace("mega ", ""));

test("the commands of the document are those of the code; npm run docs makes them anew", async () => {
  expect(document).toBe(await withCommands(document));
});

test("mega --help names the commands of the document, and no other", { timeout }, () => {
  const lines = mega("--help")
    .split("\n")
    .filter((line) => line.startsWith("  "));
  const named = lines.map((line) => line.trim().split(/ {2,}/)[0]);
  expect(named.sort()).toEqual([...names].sort());
});

test("mega COMMAND --help has the options of the document", { timeout }, () => {
  for (const { title, body } of sections.slice(0, 2)) {
    const help = mega(...title.split(" ").slice(1), "--help");
    const options = help.split("\n").filter((line) => line.startsWith("  --"));
    expect(rowsOf(body).map(([written]) => written)).toEqual(
      options.map((line) => line.trim().split(/ {2,}| (?=[A-Z][a-z])/)[0]),
    );
  }
});

test("every command and option shown in an example is one of the document", () => {
  const options = new Map(
    sections.map(({ title, body }) => [
      title.replace("mega ", ""),
      rowsOf(body).map(([written = ""]) => written.split(" ")[0]),
    ]),
  );
  const examples = fencesOf(document, "")
    .flatMap((fence) => fence.split("\n"))
    .filter((line) => line.startsWith("npm run mega -- ") && !line.includes("COMMAND"));
  expect(examples.length).toBeGreaterThan(7);
  for (const example of examples) {
    const words = example.replace("npm run mega -- ", "");
    const name = names.find((known) => words.startsWith(known)) ?? "";
    expect(name, example).not.toBe("");
    for (const option of words.match(/--[a-z-]+/g) ?? []) {
      expect(options.get(name), example).toContain(option);
    }
  }
});
