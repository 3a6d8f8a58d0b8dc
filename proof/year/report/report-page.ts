/** The report as a page: figures, then for each seed its calendar, its faults and its midnights. */

import type { SeedReport } from "../run/seed-report.ts";
import { tallyOf } from "../run/verdict.ts";
import { calendarPicture } from "./calendar-picture.ts";
import { markClass, marks } from "./marks.ts";
import { midnightPicture } from "./midnight-picture.ts";
import { escaped } from "./picture.ts";
import type { SoakRun } from "./soak-run.ts";
import { style } from "./style.ts";
import { timeLinePicture } from "./time-line-picture.ts";

/** The page. */
export function reportPage(reports: readonly SeedReport[], run: SoakRun): string {
  const { exact, marked, invisible, wrong } = tallyOf(reports);
  const all = exact + marked + invisible + wrong;
  const differences = reports.reduce((sum, report) => sum + report.differenceCount, 0);
  const figures = [
    ["channel-months", all, ""],
    ["exact", exact, ""],
    ["marked", marked, ""],
    ["not visible on the wire", invisible, ""],
    ["wrong", wrong, wrong > 0 ? "bad" : "ok"],
  ] as const;
  const { months, rtu, mqtt } = run;
  const lead =
    `${reports.length} seeds, ${months} months, ${rtu} meters on buses and ${mqtt} by message. ` +
    "Every index is compared with the true consumption at the true time of the reading it rests on; " +
    "every mark with what left the meter.";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The simulated year</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>The simulated year</h1>
<p class="lead">${escaped(lead)}</p>
<dl class="figures">${figures.map(([name, figure, state]) => figureOf(name, figure, state)).join("")}</dl>
${differences === 0 ? "" : `<p class="bad">${differences} differences: the figures do not stand.</p>`}
${reports.map((report, at) => seedSection(report, at === 0)).join("\n")}
</main>
</body>
</html>
`;
}

function figureOf(name: string, figure: number, state: string): string {
  const text = figure.toLocaleString("en");
  return `<div${state === "" ? "" : ` class="${state}"`}><dt>${name}</dt><dd>${text}</dd></div>`;
}

function seedSection(report: SeedReport, open: boolean): string {
  const { exact, marked, invisible, wrong } = tallyOf([report]);
  const { seed, tookMs, readings, counts } = report;
  const summary =
    `Seed ${seed} <span class="soft">${exact} exact, ${marked} marked, ${invisible} not visible, ` +
    `${wrong} wrong; ${(tookMs / 1000).toFixed(0)} s</span>`;
  const facts =
    `${readings.toLocaleString("en")} readings in ${counts.rounds.toLocaleString("en")} rounds; ` +
    `${counts.starts} starts of the gateway, ${counts.cuts} power cuts, ` +
    `${counts.clockSteps} steps of its clock. The index farthest from its register lies ` +
    `${(report.worst.hundredths / 100).toFixed(2)} of a step of the meter from it: ` +
    `${report.worst.where}.`;
  return `<details${open || wrong > 0 ? " open" : ""}>
<summary>${summary}</summary>
<p>${escaped(facts)}</p>
${listOf("Not as it must be", report.differences, "bad")}
<h3>Channels and months</h3>
${keyOfMarks()}
<div class="wide">${calendarPicture(report.months)}</div>
<h3>Faults by kind</h3>
<div class="wide">${timeLinePicture(report)}</div>
<h3>From midnight to the reading a month ends with</h3>
${midnightPicture(report.distances)}
${invisibleList(report)}
${listOf("What the page refused to record", report.refused, "")}
</details>`;
}

function keyOfMarks(): string {
  const keys = marks.map(
    ({ mark, word }) =>
      `<li><svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true"><rect width="10" height="10" rx="2" class="${markClass(mark)}"/></svg>${word}</li>`,
  );
  return `<ul class="key">${keys.join("")}</ul>`;
}

function invisibleList({ invisible }: SeedReport): string {
  const lines = invisible.map(({ meterId, fromMs, what, remedy }) => {
    const day = new Date(fromMs).toISOString().slice(0, 10);
    return `${day} ${meterId}: ${what}. Visible with ${remedy}.`;
  });
  return listOf("What nothing on the wire can show", lines, "");
}

function listOf(title: string, lines: readonly string[], state: string): string {
  if (lines.length === 0) return "";
  const items = lines.map((line) => `<li>${escaped(line)}</li>`).join("");
  return `<h3${state === "" ? "" : ` class="${state}"`}>${title}</h3><ul class="lines">${items}</ul>`;
}
