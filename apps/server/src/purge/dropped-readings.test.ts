import { expect, test } from "vitest";
import { type CountedReading, sortReadings } from "./dropped-readings.ts";

const MINUTE_MS = 60_000;

// Minutes of readings, "?" behind one that waits, "x" behind one that does not count; the stay; instants
// at which an index is needed; what stays.
const table = `
  0 60 120 180        | 0-240   |          |
  0 60 120 180        | 60-180  |          | 0 180
  2 62 122 182        | 0-240   | 120      | 122
  2 62 122 182        | 0-240   | 60 180   | 62 182
  10 70 130 190       | 0-240   | 120      | 70 130
  10 70               | 0-240   | 120      | 70
  70 130              | 0-240   | 0        | 70
  117 122             | 0-240   | 120      | 122
  116 124             | 0-240   | 120      | 116
  0 60? 120x 180      | 0-240   |          | 60
  10 110x 130         | 0-240   | 120      | 10 130
  0 60 120 180        | 0-60 120-180 |     | 60 180
`;

test.each(table.trim().split("\n"))("what stays: %s", (line) => {
  const [minutes = "", stays = "", at = "", wanted] = line.split("|").map((cell) => cell.trim());
  const words = (text: string) => text.split(" ").filter((word) => word !== "");
  const readings = words(minutes).map((word): CountedReading => {
    const minute = Number.parseInt(word, 10);
    const odd = word.endsWith("?") || word.endsWith("x");
    const of = { seq: minute + 1, takenAtMs: minute * MINUTE_MS, count: minute };
    return { ...of, isAccepted: !odd, waits: word.endsWith("?") };
  });
  const spans = words(stays).map((word) => {
    const [from = 0, to = 0] = word.split("-").map((minute) => Number(minute) * MINUTE_MS);
    return { fromMs: from, toMs: to };
  });
  const instants = words(at).map((minute) => Number(minute) * MINUTE_MS);
  const { kept, dropped } = sortReadings(readings, spans, instants);
  expect(kept.map(({ count }) => count).join(" ")).toBe(wanted);
  expect(kept.length + dropped.length).toBe(readings.length);
});
