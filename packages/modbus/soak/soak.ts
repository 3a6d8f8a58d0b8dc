// `npm run soak:modbus -- [transactions] [seed]`: the master against spoilt replies, in memory and
// under a moved clock. Ends with an error when one value was wrong or the master went deaf.

import { runSoak } from "../src/testing/soak-run.ts";

const [transactionsText = "1000000", seedText = "1"] = process.argv.slice(2);
const transactions = Number(transactionsText);
const seed = Number(seedText);
if (!Number.isSafeInteger(transactions) || transactions < 1 || !Number.isSafeInteger(seed)) {
  console.error("usage: npm run soak:modbus -- [transactions] [seed]");
  process.exit(2);
}

const progressStep = 100_000;
let nextProgress = progressStep;
const report = await runSoak({
  seed,
  transactions,
  onStretch(done) {
    if (done < nextProgress) return;
    console.log(`${done} transactions`);
    nextProgress += progressStep;
  },
});

for (const finding of report.findings) console.log(finding);
for (const [outcome, count] of Object.entries(report.outcomes)) console.log(`${outcome} ${count}`);
console.log(`spoilt replies ${report.faults}`);
console.log(`hours on the line ${(report.lineMs / 3_600_000).toFixed(1)}`);
console.log(`deaf ${report.deaf}`);
if (report.wrong > 0 || report.deaf > 0) process.exitCode = 1;
console.log(`soak:modbus seed=${seed} transactions=${report.transactions} wrong=${report.wrong}`);
