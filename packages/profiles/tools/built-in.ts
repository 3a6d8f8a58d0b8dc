/**
 * Writes src/built-in.ts: the list of the profiles that ship with the program, as imports, so that a
 * bundle carries them. Run it after adding or removing a profile file.
 */

import { readdirSync, writeFileSync } from "node:fs";
import { builtInList } from "../src/testing/built-in-list.ts";

const root = new URL("../", import.meta.url);
const files = ["manual", "meters", "mqtt", "p1"].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, root))
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => `${folder}/${name}`),
);
writeFileSync(new URL("src/built-in.ts", root), builtInList(files));
