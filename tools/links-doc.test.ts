import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { sectionsOf } from "./markdown.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Every document below a folder. */
function documentsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
}

const inDocs = documentsIn(join(root, "docs"));
const elsewhere = readdirSync(root).filter((name) => name.endsWith(".md"));
const readmes = ["packages", "apps"].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => join(folder, name, "README.md")),
);
const documents = [...elsewhere, ...readmes]
  .map((name) => join(root, name))
  .filter((name) => existsSync(name))
  .concat(inDocs);

/** How a heading is addressed: lower case, hyphens for spaces, marks left out. */
function anchorsOf(document: string): Set<string> {
  const anchors = sectionsOf(readFileSync(document, "utf8")).map(({ title }) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
  return new Set(anchors);
}

/** Why a link leads nowhere; undefined when it leads somewhere. */
function faultOf(document: string, link: string): string | undefined {
  if (/^[a-z]+:/.test(link)) return undefined;
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? document : join(dirname(document), path);
  if (!existsSync(target)) return `${link}: there is no such file`;
  if (anchor === undefined || statSync(target).isDirectory()) return undefined;
  return anchorsOf(target).has(anchor) ? undefined : `${link}: there is no such heading`;
}

/** Text without what stands in fences. */
function proseOf(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, "");
}

test.each(documents.map((document) => [relative(root, document), document]))(
  "every link and file named in %s leads somewhere",
  (_, document) => {
    const text = readFileSync(document, "utf8");
    const prose = proseOf(text);
    const links = [...prose.matchAll(/\]\(([^)\s]+)\)|<img src="([^"]+)"/g)].map(
      ([, link = "", picture = link]) => picture,
    );
    const faults = links.flatMap((link) => faultOf(document, link) ?? []);
    // A decision is a record: what it names may have moved since.
    const named = document.includes("/decisions/")
      ? []
      : [
          ...prose.matchAll(/`((?:packages|apps|tools|tests|docs|demo)\/[\w./-]+)`/g),
          // Pictures of the flow name files as well.
          ...text.matchAll(/\b((?:packages|apps)\/[\w./-]+\.tsx?)\b/g),
        ];
    for (const [, path = ""] of named) {
      // A recipe may name a file that its reader is about to make.
      if (!path.includes("my-") && !existsSync(join(root, path))) {
        faults.push(`${path}: there is no such file`);
      }
    }
    expect(faults).toEqual([]);
  },
);

test("every document but the decisions stands in the map of documents", () => {
  const map = readFileSync(join(root, "docs", "README.md"), "utf8");
  const missing = inDocs
    .map((document) => relative(join(root, "docs"), document))
    .filter((name) => name !== "README.md" && !name.startsWith("decisions/"))
    .filter((name) => !map.includes(`](${name})`));
  expect(missing).toEqual([]);
});
