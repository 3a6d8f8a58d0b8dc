import type { ClockState, Source } from "@mega/domain";
import { expect, test } from "vitest";
import { replay, replayEvents } from "./replay.ts";
import type { WaitingEvidence } from "./waiting-evidence.ts";

const HOUR_MS = 3_600_000;
const next: Source = {
  sourceNo: 2,
  meterId: "m",
  counterId: "import",
  serialNumber: "NEW",
  profileId: "p",
  profileHash: "",
  medium: "electricity",
  unit: "kWh",
  decimals: 0,
  factor: { numerator: 1, denominator: 1 },
  start: { amount: 0, decimals: 0 },
  rolloverCount: null,
  ratedMaximumPerHour: { amount: 100, decimals: 0 },
};
const start = { takenAtMs: 0, count: 10 };

/** "5@2" is count 5 at hour 2; a letter U after it: on a clock that nobody vouched for. */
function waitingOf(text: string): WaitingEvidence[] {
  return text.split(" ").map((item, at) => {
    const [, count, hour, clock] = /^(\d+)@(\d+)(U?)$/.exec(item) ?? [];
    return {
      seq: at + 1,
      sourceNo: 1,
      takenAtMs: Number(hour) * HOUR_MS,
      count: Number(count),
      reason: "serial-changed",
      raw: new Uint8Array([at]),
      serialNumber: "NEW",
      clockState: clock === "U" ? "U" : "S",
    };
  });
}

// What waits; the clock of now; how each is judged as a reading of the new meter, "-" where it is none.
const table = `
  20@1 30@2           | S | accepted accepted
  5@1 20@2            | S | quarantined accepted
  9@1 20@2            | S | accepted accepted
  500@1 40@2          | S | quarantined accepted
  20@0 30@1           | S | - accepted
  20@1U 30@2          | S | - accepted
  20@1U 30@2          | U | accepted accepted
  12@1 900@2 901@3 904@11            | S | accepted quarantined quarantined quarantined
  1000@20 1150@21 1151@22 1152@23    | S | accepted accepted accepted accepted
`;

test.each(table.trim().split("\n"))("told again: %s", (row) => {
  const [text = "", clock = "", wanted] = row.split("|").map((cell) => cell.trim());
  const clockState = clock as ClockState;
  const replayed = replay({ next, start, waiting: waitingOf(text), clockState });
  expect(replayed.map(({ item }) => item?.judgement.status ?? "-").join(" ")).toBe(wanted);
});

test("every reading ends its waiting, and keeps its instant and its words", () => {
  const waiting = waitingOf("20@1U 30@2");
  const events = replayEvents(replay({ next, start, waiting, clockState: "S" }), "exchanged");
  expect(events.map(({ kind }) => kind)).toEqual([
    "quarantine-discarded",
    "round-taken",
    "quarantine-discarded",
  ]);
  expect(events[1]).toMatchObject({
    dueAtMs: 2 * HOUR_MS,
    items: [{ sourceNo: 2, takenAtMs: 2 * HOUR_MS, raw: new Uint8Array([1]) }],
  });
});

test("weeks of readings that bear out a jump wait with it, and are judged in no time", () => {
  const hours = Array.from({ length: 3000 }, (_, at) => `${900 + at}@${at + 2}`);
  const waiting = waitingOf(["12@1", ...hours].join(" "));
  const replayed = replay({ next, start, waiting, clockState: "S" });
  const statuses = replayed.map(({ item }) => item?.judgement.status);
  expect(statuses.filter((status) => status === "accepted")).toHaveLength(1);
});
