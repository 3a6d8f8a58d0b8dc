// The process of one seed: seed.child.ts FILE SEED MONTHS RTU MQTT. The file takes the report.

import { writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { seedReport } from "./seed-report.ts";
import { seedYear } from "./seed-year.ts";

const [file = "", ...numbers] = process.argv.slice(2);
const [seed = 1, months = 14, rtu = 32, mqtt = 96] = numbers.map(Number);
const begun = performance.now();
const year = await seedYear({ seed, months, rtu, mqtt });
const tookMs = performance.now() - begun;
const { user, system } = process.cpuUsage();
const report = seedReport(seed, year, { tookMs, cpuMs: (user + system) / 1000 });
writeFileSync(file, JSON.stringify(report));
