// One part of the benchmark in a process of its own: its memory and its processor time meet no
// other part. Tells every row to the process that started it.

import process from "node:process";
import type { BenchPart } from "./row.ts";

const [name = ""] = process.argv.slice(2);
const { part } = (await import(`./${name}/part.ts`)) as { readonly part: BenchPart };
await part.run((row) => void process.send?.(row));
process.disconnect?.();
