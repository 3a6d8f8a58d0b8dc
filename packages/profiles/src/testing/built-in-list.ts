/** The text of built-in.ts for a list of profile files; the test compares it with the folders. */

/**
 * @param files Paths from the package's root, like "meters/emm220.json".
 * @returns TypeScript.
 */
export function builtInList(files: readonly string[]): string {
  const imports = files.map(
    (file) => `import ${nameOf(file)} from "../${file}" with { type: "json" };`,
  );
  return `/**
 * The profiles that ship with the program, as imports, so that a bundle carries them. Written by
 * tools/built-in.ts from the folders manual, meters, mqtt and p1.
 */

${imports.join("\n")}

/** Parsed JSON of every built-in profile, not yet checked, by file. */
export function builtInProfiles(): Readonly<Record<string, unknown>> {
  return {
${files.map((file) => `    "${file}": ${nameOf(file)},`).join("\n")}
  };
}
`;
}

function nameOf(file: string): string {
  const words = file.replace(".json", "").split(/[/-]/);
  const [first = "", ...rest] = words;
  return first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
