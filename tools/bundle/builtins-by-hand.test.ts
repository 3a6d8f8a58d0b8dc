import { expect, test } from "vitest";
import { withBuiltinsByHand } from "./builtins-by-hand.ts";

test("a module of Node is fetched by hand, in every form that a bundler writes", () => {
  const byHand = (name: string) => `process.getBuiltinModule("${name}")`;
  const cases = {
    'import e from"node:process";go()': `const e=${byHand("node:process")};go()`,
    'import*as $t from"fs";': `const $t=${byHand("fs")};`,
    'import{join as e,dirname}from"node:path";': `const {join:e,dirname}=${byHand("node:path")};`,
    'import e,{default as t}from"node:fs";': `const e=${byHand("node:fs")},{default:t}=${byHand("node:fs")};`,
  };
  for (const [code, wanted] of Object.entries(cases)) expect(withBuiltinsByHand(code)).toBe(wanted);
});

test("other modules and texts that look like imports stay as they are", () => {
  for (const code of [
    'import{t as e}from"./main.js";',
    "const text='say import e from \"node:fs\"';",
    "await import(`node:fs`);",
  ]) {
    expect(withBuiltinsByHand(code)).toBe(code);
  }
});
