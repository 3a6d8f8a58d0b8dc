// `npm run bench:ledger -- --years N`: the ledger's part of the benchmark on a history of N years.

import process from "node:process";
import { parseArgs } from "node:util";
import type { BenchRow } from "../row.ts";
import { measureLedger } from "./measure-ledger.ts";

const usage = "Usage: npm run bench:ledger [-- --years N], N from 1 to 30; 10 when left out";

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const years = yearsOf(args);
  if (years === undefined) {
    console.error(usage);
    return 2;
  }
  const rows: BenchRow[] = [];
  await measureLedger(years, (row) => {
    rows.push(row);
    const beside = row.peer === null ? "" : `; ${row.peer}, ${row.ratio}`;
    const goal = row.goal === null ? "" : ` (${row.goal}: ${row.met ? "met" : "missed"})`;
    console.log(`${row.what}: ${row.figure}${beside}${goal}`);
  });
  const set = rows.filter(({ goal }) => goal !== null);
  const met = set.filter((row) => row.met === true);
  console.log(`${met.length} of ${set.length} goals of the ledger are met`);
  return met.length === set.length ? 0 : 1;
}

function yearsOf(args: readonly string[]): number | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { years: { type: "string", default: "10" } },
    });
    const years = Number(values.years);
    return years >= 1 && years <= 30 ? years : undefined;
  } catch {
    return undefined;
  }
}
