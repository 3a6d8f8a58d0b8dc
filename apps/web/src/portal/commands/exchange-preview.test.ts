import type { ChannelDetail, ChannelRow } from "@mega/contract";
import { expect, test } from "vitest";
import { exchangePreviewOf } from "./exchange-preview.ts";

const head = { ledgerId: "00".repeat(16), generation: 1, seq: 41, hash: "00".repeat(32) };

function counter(counterId: string, takenAt: string | null) {
  const latest = takenAt === null ? null : { index: "12.000", takenAt };
  return { counterNo: 1, counterId, unit: "kWh", decimals: 3, latest, cells: [] } as const;
}

function rowOf(channelNo: number, counters: readonly ReturnType<typeof counter>[]): ChannelRow {
  return {
    channelNo,
    name: `Channel ${channelNo}`,
    meter: null,
    counters,
  } as unknown as ChannelRow;
}

/** What is known of channel 14, whose meter shows another counter in channel 15. */
function known(generatedAt: string, ...ofMeter: readonly ChannelRow[]) {
  const [channel] = ofMeter;
  return { ...({ generatedAt, channel, head } as unknown as ChannelDetail), ofMeter };
}

test("an exchange is of all counters of the meter, each once, whichever channel shows it", () => {
  const early = "2026-05-12T08:02:03Z";
  const later = "2026-05-12T09:02:04Z";
  const preview = exchangePreviewOf(
    known(
      "2026-05-12T09:20:30Z",
      rowOf(14, [counter("import", early), counter("reactive", null)]),
      rowOf(15, [counter("export", later)]),
      rowOf(16, [counter("import", early)]),
    ),
  );
  expect(preview.channels).toEqual([14, 15, 16]);
  expect(preview.counters.map(({ counterId }) => counterId)).toEqual(["import", "export"]);
  expect(preview).toMatchObject({ channelNo: 14, after: later, nextSeq: 42 });
  expect(preview.suggestedAt).toBe("2026-05-12T09:20:00.000Z");
});

test.each([
  ["2026-05-12T09:19:59.900Z", "2026-05-12T09:20:00.000Z"],
  ["2026-05-12T09:20:00.000Z", "2026-05-12T09:21:00.000Z"],
  ["2026-05-12T09:20:25.000Z", "2026-05-12T09:21:00.000Z"],
])("behind a reading of %s the proposed minute is %s", (takenAt, suggested) => {
  const preview = exchangePreviewOf(
    known("2026-05-12T09:20:30Z", rowOf(14, [counter("import", takenAt)])),
  );
  expect(preview.suggestedAt).toBe(suggested);
});
