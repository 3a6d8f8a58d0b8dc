import type { Reason } from "@mega/contract";
import { toUtcString } from "@mega/domain";
import { expect, test } from "vitest";
import { amount, channelInput, counterInput } from "../testing/input.ts";
import type { CounterInput } from "./channel-input.ts";
import { channelState } from "./channel-state.ts";

const minuteMs = 60_000;
const nowMs = Date.UTC(2026, 4, 2, 16, 7);

// Each counter: minutes since its newest reading (- never), how the newest attempt ended (ok, or a
// reason; - never asked), minutes since the quarantine began (- none). Then state, reason, minutes.
const table = `
  4 ok -                       | ok
  120 ok -                     | ok
  121 ok -                     | late not-polled 121
  121 - -                      | late not-polled 121
  119 timeout -                | ok
  121 timeout -                | silent timeout 121
  1440 ok -                    | late not-polled 1440
  1441 ok -                    | silent not-polled 1441
  121 clock-before-last -      | silent clock-before-last 121
  4 ok 300                     | quarantined fell 300
  4 fell 4                     | quarantined fell 4
  - - -                        | never
  - bad-crc -                  | never bad-crc 5
  - sentinel 5                 | quarantined fell 5
  4 ok - , 4 ok -              | ok
  4 ok - , 200 not-available - | silent not-available 200
  4 ok - , - not-available -   | silent not-available 600
  4 ok 9 , 1441 ok -           | quarantined fell 9
  - timeout - , - timeout -    | never timeout 5
`;

test.each(table.trim().split("\n"))("state: %s", (row) => {
  const [given = "", wanted] = row.split("|").map((cell) => cell.trim());
  const counters = given.split(",").map((item, index) => counterOf(item.trim(), index));
  const startedAtMs = nowMs - 600 * minuteMs;
  const channel = channelInput(1, {
    counters,
    tenancy: { tenancyId: "new", startedAtMs, endedAtMs: null },
  });
  const { state, problem } = channelState(channel, nowMs);
  const minutes = problem === null ? "" : (nowMs - Date.parse(problem.since)) / minuteMs;
  expect(problem === null ? state : `${state} ${problem.reason} ${minutes}`).toBe(wanted);
});

function counterOf(text: string, index: number): CounterInput {
  const [age = "-", attempt = "-", waiting = "-"] = text.split(" ");
  const ago = (minutes: string) => nowMs - Number(minutes) * minuteMs;
  return counterInput({
    counterNo: index === 0 ? 1 : 2,
    latest: age === "-" ? null : { index: amount("1"), takenAtMs: ago(age), held: false },
    lastAttempt:
      attempt === "-"
        ? null
        : {
            answered: attempt === "ok" || waiting !== "-",
            reason: attempt === "ok" ? null : (attempt as Reason),
            atMs: ago("5"),
          },
    quarantine: waiting === "-" ? null : { reason: "fell", sinceMs: ago(waiting) },
  });
}

test("a channel without a meter is unused", () => {
  const channel = channelInput(1, { counters: [], meter: null, tenancy: null });
  expect(channelState(channel, nowMs)).toEqual({ state: "unused", problem: null });
});

test("an hour after the first reading a counter that never came is no problem yet", () => {
  const counters = [
    counterInput({ latest: { index: amount("1"), takenAtMs: nowMs, held: false } }),
    counterInput({ counterNo: 2 }),
  ];
  const tenancy = { tenancyId: "new", startedAtMs: nowMs - 60 * minuteMs, endedAtMs: null };
  expect(channelState(channelInput(1, { counters, tenancy }), nowMs).state).toBe("ok");
  expect(toUtcString(nowMs)).toBe("2026-05-02T16:07:00.000Z");
});
