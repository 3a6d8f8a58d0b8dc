import { expect, test } from "vitest";
import type { Source } from "../installation/source.ts";
import { judgeReading, type QuarantinedCount } from "./judge-reading.ts";
import type { QuarantineReason, TimedCount } from "./reading.ts";

const hourMs = 3_600_000;

/** 1 count is 1 kWh, at most 100 kWh pass in an hour, the register turns at 100 000. */
const source: Source = {
  sourceNo: 1,
  meterId: "m",
  counterId: "import",
  serialNumber: "4711",
  profileId: "p",
  profileHash: "",
  medium: "electricity",
  unit: "kWh",
  decimals: 0,
  factor: { numerator: 1, denominator: 1 },
  start: { amount: 0, decimals: 0 },
  rolloverCount: 100_000,
  ratedMaximumPerHour: { amount: 100, decimals: 0 },
};

// Times are hours; "5@2" is count 5 at hour 2; a waiting reading carries the first letters of its
// reason, or "d" where a person has discarded it; a sixth column is the serial number read.
const table = `
  a rise within the rating              | 1000@0  |                              | 1100@1   | accepted 1100
  one step more than the rating         | 1000@0  |                              | 1101@1   | accepted 1101
  two steps more than the rating        | 1000@0  |                              | 1102@1   | quarantined 1102 rose-beyond-rating
  a rise over many hours                | 1000@0  |                              | 3400@24  | accepted 3400
  an equal count                        | 1000@0  |                              | 1000@1   | accepted 1000
  one step within no time               | 1000@0  |                              | 1001@0.0001 | accepted 1001
  a dip of one step is held             | 1000@0  |                              | 999@1    | accepted 1000 held
  a fall of two steps                   | 1000@0  |                              | 998@1    | quarantined 998 fell
  a fall to nothing                     | 1000@0  |                              | 0@1      | quarantined 0 fell
  the first count                       | -       |                              | 1000@1   | accepted 1000 first
  a first count of nothing              | -       |                              | 0@1      | accepted 0 first
  a first count that looks like none    | -       |                              | 65535@1  | quarantined 65535 sentinel
  a jump to what looks like none        | 1000@0  |                              | 65535@1  | quarantined 65535 sentinel
  a count that happens to look like none| 65500@0 |                              | 65535@1  | accepted 65535
  a count beyond the register           | 1000@0  |                              | 100000@9999 | quarantined 100000 sentinel
  a figure that is no count             | 1000@0  |                              | 1.5@1    | rejected sentinel
  a negative figure                     | 1000@0  |                              | -1@1     | rejected sentinel
  a reading of the same instant         | 1000@1  |                              | 1001@1   | rejected clock-before-last
  a reading from before the last one    | 1000@2  |                              | 1001@1   | rejected clock-before-last
  a missing reading passes through      | 1000@0  |                              | timeout@1| missing timeout
  the known serial number               | 1000@0  |                              | 1001@1   | accepted 1001 | 4711
  another serial number                 | 1000@0  |                              | 1001@1   | quarantined 1001 serial-changed | 9999
  another serial number at first        | -       |                              | 1001@1   | quarantined 1001 serial-changed | 9999
  over the maximum, plausibly           | 99990@0 |                              | 40@1     | accepted 40 rolled-over
  over the maximum, too far             | 99990@0 |                              | 400@1    | quarantined 400 possible-rollover
  old count at nine tenths exactly      | 89999@0 |                              | 50@9999  | quarantined 50 fell
  new count at a tenth                  | 99990@0 |                              | 10000@9999 | quarantined 10000 fell
  a jump, second reading                | 1000@0  | 1500@1r                      | 1501@2   | quarantined 1501 rose-beyond-rating
  a jump, third but still too high      | 1000@0  | 1500@1r 1501@2r              | 1502@3   | quarantined 1502 rose-beyond-rating
  a jump, plausible in the end          | 1000@0  | 1500@1r 1501@2r 1502@3r      | 1503@6   | accepted 1503 releases 1 2 3
  a jump, plausible with too few        | 1000@0  | 1150@1r                      | 1151@2   | quarantined 1151 rose-beyond-rating
  a jump, plausible with enough         | 1000@0  | 1150@1r 1151@2r              | 1152@3   | accepted 1152 releases 1 2
  a spike that went away                | 1000@0  | 1550@1r                      | 1010@2   | accepted 1010
  a spike long ago releases nothing     | 1000@5  | 1550@1r                      | 1600@24  | accepted 1600
  a jump borne out within a day         | 1000@0  | 1550@1r 1551@2r              | 1552@25  | accepted 1552 releases 1 2
  a jump borne out after a day          | 1000@0  | 1550@1r 1551@2r              | 1552@25.1 | quarantined 1552 rose-beyond-rating
  a day counts from the first that waits| 1000@0  | 1990@1r 1550@23r 1551@24r    | 1552@26  | quarantined 1552 rose-beyond-rating
  the meter itself, after a day         | 1000@0  | 1550@1r 1551@2r              | 1400@30  | accepted 1400
  nearly twice the last count           | 500@0   | 900@1r 901@2r                | 999@5    | accepted 999 releases 1 2
  twice the last count                  | 500@0   | 900@1r 901@2r                | 1000@5   | quarantined 1000 rose-beyond-rating
  a small count in another unit         | 1@0     | 1000@1r 1000@2r              | 1000@12  | quarantined 1000 rose-beyond-rating
  a counter that began at 0             | 0@0     | 150@1r 151@2r                | 152@3    | quarantined 152 rose-beyond-rating
  a small count that doubles in its time| 1@0     |                              | 60@1     | accepted 60
  a small count doubled in a day        | 1@0     |                              | 2400@24  | accepted 2400
  doubled fast in a silence of days     | 1@0     |                              | 250@24.1 | quarantined 250 rose-beyond-rating
  doubled slowly in a silence of days   | 1@0     |                              | 242@24.1 | accepted 242
  fast in a silence, but not doubled    | 1001@0  |                              | 2001@25  | accepted 2001
  fast in a silence, and doubled        | 1000@0  |                              | 2000@25  | quarantined 2000 rose-beyond-rating
  another unit that waits for weeks     | 1@0     | 949@38r 950@39r 951@40r      | 960@300  | quarantined 960 rose-beyond-rating
  a line broken by a spike              | 1000@0  | 5000@1r 1150@2r 1151@3r      | 1152@4   | accepted 1152 releases 2 3
  a line that a spike breaks            | 1000@0  | 1150@1r 5000@2r              | 1151@3   | quarantined 1151 rose-beyond-rating
  a line begun anew behind a spike      | 1000@0  | 1150@1r 5000@2r 1151@3r 1152@4r | 1153@5 | accepted 1153 releases 3 4
  a step below a jump of days           | 1000@0  | 1550@1r 1551@99r             | 1550@100 | quarantined 1550 rose-beyond-rating
  a step below the only jump            | 1000@0  | 1550@1r                      | 1549@100 | quarantined 1549 rose-beyond-rating
  two steps below the only jump         | 1000@0  | 1550@1r                      | 1548@100 | accepted 1548
  a spike within a jump of days         | 1000@0  | 1550@1r 9000@99r             | 1560@100 | quarantined 1560 rose-beyond-rating
  a step below a discarded jump         | 1000@0  | 1550@1d                      | 1549@9   | quarantined 1549 rose-beyond-rating
  a jump that a person discarded        | 1000@0  | 1550@1d                      | 1552@9   | quarantined 1552 rose-beyond-rating
  the meter itself, after a discard     | 1000@0  | 1550@1d                      | 1400@9   | accepted 1400
  a discard before the last accepted one| 1000@2  | 1550@1d                      | 1560@9   | accepted 1560
  what waits beside a discarded jump    | 1000@0  | 1550@1d 1551@2r 1552@3r      | 1553@9   | quarantined 1553 rose-beyond-rating
  falls are never released              | 1000@0  | 0@1f 1@2f 2@3f 3@4f          | 4@5      | quarantined 4 fell
  falls are not released by a rise      | 1000@0  | 500@1f 501@2f                | 1002@3   | accepted 1002
  back from a fall within a day         | 1000@0  | 0@1f 1@24f                   | 1002@25  | accepted 1002
  back from a fall after a day          | 1000@0  | 0@1f 1@24f                   | 1002@25.1 | quarantined 1002 rose-beyond-rating
  the same count, after a day of falls  | 1000@0  | 0@1f                         | 1000@26  | accepted 1000
  a wild figure after months of falls   | 1000@0  | 0@1f 336@4000f               | 5336@4001 | quarantined 5336 rose-beyond-rating
  a wild figure that goes on            | 1000@0  | 0@1f 336@4000f 5336@4001r 5337@4002r | 5338@4003 | quarantined 5338 rose-beyond-rating
  a dip of days that is caught up       | 1000@0  | 980@1f 999@99f               | 1001@100 | accepted 1001
  a fall before the last accepted one   | 1000@2  | 0@1f                         | 1002@30  | accepted 1002
  over the maximum, from falls          | 99990@0 | 50000@1f                     | 40@26    | quarantined 40 possible-rollover
  a dip of one step, a day after a fall | 1000@0  | 0@1f                         | 999@26   | accepted 1000 held
  serial changes are never released     | 1000@0  | 1001@1s 1002@2s              | 1003@3   | accepted 1003
`;

const reasons: Readonly<Record<string, QuarantineReason>> = {
  r: "rose-beyond-rating",
  f: "fell",
  s: "serial-changed",
};

function timed(text: string): { count: number; takenAtMs: number } {
  const [count, hours] = text.split("@");
  return { count: Number(count), takenAtMs: Math.round(Number(hours) * hourMs) };
}

function waitingOf(text: string): QuarantinedCount[] {
  const items = text.split(/\s+/).filter((item) => item !== "" && !item.endsWith("d"));
  return items.map((item, position) => ({
    ...timed(item.slice(0, -1)),
    seq: position + 1,
    reason: reasons[item.slice(-1)] ?? "sentinel",
  }));
}

function discardedOf(text: string): TimedCount | null {
  const item = text.split(/\s+/).find((one) => one.endsWith("d"));
  return item === undefined ? null : timed(item.slice(0, -1));
}

test.each(table.trim().split("\n"))("%s", (row) => {
  const cells = row.split("|").map((cell) => cell.trim());
  const [, last = "", waiting = "", given = "", wanted, serialNumber] = cells;
  const { count, takenAtMs } = timed(given);
  const judgement = judgeReading({
    discarded: discardedOf(waiting),
    source,
    last: last === "-" ? null : timed(last),
    quarantined: waitingOf(waiting),
    observation: {
      sourceNo: 1,
      takenAtMs,
      observed: Number.isNaN(count)
        ? { kind: "none", reason: "timeout" }
        : { kind: "count", count },
      raw: new Uint8Array(),
      ...(serialNumber === undefined ? {} : { serialNumber }),
    },
  });
  const said: (string | number)[] = [judgement.status];
  if ("count" in judgement) said.push(judgement.count);
  if ("mark" in judgement && judgement.mark) said.push(judgement.mark);
  if ("reason" in judgement) said.push(judgement.reason);
  if ("releases" in judgement && judgement.releases) {
    said.push("releases", ...judgement.releases.map(({ seq }) => seq));
  }
  expect(said.join(" ")).toBe(wanted);
});

test("a pulse weight of a third of a unit is judged without a float", () => {
  const thirds = { ...source, factor: { numerator: 1, denominator: 3 } };
  const judge = (count: number) =>
    judgeReading({
      source: thirds,
      last: { count: 0, takenAtMs: 0 },
      quarantined: [],
      observation: {
        sourceNo: 1,
        takenAtMs: hourMs,
        observed: { kind: "count", count },
        raw: new Uint8Array(),
      },
    }).status;
  expect([judge(301), judge(302)]).toEqual(["accepted", "quarantined"]);
});

test("a fall of a meter whose register is not known to turn waits, however far it falls", () => {
  const judge = (count: number) =>
    judgeReading({
      source: { ...source, rolloverCount: null },
      last: { count: 99_990, takenAtMs: 0 },
      quarantined: [],
      observation: {
        sourceNo: 1,
        takenAtMs: hourMs,
        observed: { kind: "count", count },
        raw: new Uint8Array(),
      },
    });
  const fell = (count: number) => ({ status: "quarantined", count, reason: "fell" });
  expect([0, 40, 50_000, 99_988].map(judge)).toEqual([0, 40, 50_000, 99_988].map(fell));
  expect(judge(99_989)).toEqual({ status: "accepted", count: 99_990, mark: "held" });
});
