// Import statements of modules of Node, as the bundler writes them, made into calls that fetch the
// module and take only what is named.

import { isBuiltin } from "node:module";

// import e,{a as b}from"node:fs"; at the beginning of a statement.
const importForm = /(?<=^|[;}\n])import\s*([\w$*{][^"'`;]*?)\s*from\s*["']([^"']+)["'];?/g;

/** The code of a chunk with its modules of Node fetched by hand. */
export function withBuiltinsByHand(code: string): string {
  return code.replace(importForm, (statement, clause: string, name: string) => {
    if (!isBuiltin(name)) return statement;
    const call = `process.getBuiltinModule("${name}")`;
    const named = /\{([^}]*)\}/.exec(clause)?.[1];
    const whole = clause
      .replace(/\{[^}]*\}/, "")
      .split(",")
      .map((part) => part.replace(/^\s*\*\s*as\s+/, "").trim())
      .filter((part) => part !== "");
    const taken = named?.replaceAll(/([\w$]+)\s+as\s+/g, "$1:");
    const targets = [...whole, ...(taken === undefined ? [] : [`{${taken}}`])];
    return `const ${targets.map((target) => `${target}=${call}`).join(",")};`;
  });
}
