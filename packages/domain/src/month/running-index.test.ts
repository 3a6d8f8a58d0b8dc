import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChannelBinding } from "../installation/channel.ts";
import type { Source, SourceNo } from "../installation/source.ts";
import { indexOfCount } from "../quantity/index-of-count.ts";
import { decimalText } from "../quantity/quantity.ts";
import type { TimedCount } from "../reading/reading.ts";
import type { RolloverAt } from "./consumed.ts";
import type { MeterExchange } from "./month-stretches.ts";
import { edgesOf, runningIndex } from "./running-index.ts";

const registerCounts = 1_000_000;

function sourceOf(sourceNo: SourceNo, fields: Partial<Source> = {}): Source {
  return {
    sourceNo,
    meterId: `m${sourceNo}`,
    counterId: "import",
    serialNumber: null,
    profileId: "p",
    profileHash: "",
    medium: "electricity",
    unit: "kWh",
    decimals: 3,
    factor: { numerator: 1, denominator: 1 },
    start: { amount: 0, decimals: 0 },
    rolloverCount: registerCounts,
    ratedMaximumPerHour: { amount: 100, decimals: 0 },
    ...fields,
  };
}

/** What a ledger holds of one channel, as far as the index needs it. */
class Life {
  readonly bindings: ChannelBinding[] = [];
  readonly exchanges: MeterExchange[] = [];
  readonly rollovers: RolloverAt[] = [];
  readonly sources = new Map<SourceNo, Source>();
  readonly readings = new Map<SourceNo, TimedCount[]>();
  atMs = 0;

  install(source: Source, count: number): void {
    this.sources.set(source.sourceNo, source);
    this.read(source.sourceNo, count);
    const { atMs: fromMs } = this;
    this.bindings.push({ channelNo: 1, fromMs, counter1: source.sourceNo, counter2: null });
  }

  read(sourceNo: SourceNo, count: number): void {
    this.atMs += 1000;
    const list = this.readings.get(sourceNo) ?? [];
    this.readings.set(sourceNo, [...list, { takenAtMs: this.atMs, count }]);
  }

  exchange(oldSourceNo: SourceNo, next: Source, oldEndCount: number, newStartCount: number): void {
    this.atMs += 1000;
    this.sources.set(next.sourceNo, next);
    const seq = this.exchanges.length + 1;
    const newSourceNo = next.sourceNo;
    const counts = { oldEndCount, newStartCount };
    this.exchanges.push({ oldSourceNo, newSourceNo, atMs: this.atMs, ...counts, seq });
    const list = this.readings.get(newSourceNo) ?? [];
    this.readings.set(newSourceNo, [...list, { takenAtMs: this.atMs, count: newStartCount }]);
  }

  get index() {
    return runningIndex({
      counterNo: 1,
      bindings: this.bindings,
      exchanges: this.exchanges,
      rollovers: this.rollovers,
      sources: this.sources,
      latest: (sourceNo) => this.readings.get(sourceNo)?.at(-1),
      edge: (sourceNo, atMs, side) => {
        const list = this.readings.get(sourceNo) ?? [];
        const found =
          side === "start"
            ? list.find(({ takenAtMs }) => takenAtMs >= atMs)
            : list.findLast(({ takenAtMs }) => takenAtMs <= atMs);
        const source = this.sources.get(sourceNo);
        if (found === undefined || source === undefined) return undefined;
        return indexOfCount(source, found.count);
      },
    });
  }

  get text(): string | undefined {
    const index = this.index?.index;
    return index && `${decimalText(index)} ${index.unit}`;
  }
}

test("with one meter it is what the meter shows", () => {
  const life = new Life();
  expect(life.index).toBeUndefined();
  life.install(sourceOf(1), 123_456);
  life.read(1, 123_999);
  expect(life.text).toBe("123.999 kWh");
});

test("an exchange adds what the old meter counted to its end and the new one since its start", () => {
  const life = new Life();
  life.install(sourceOf(1), 500_000);
  life.exchange(1, sourceOf(2), 501_200, 40);
  expect(life.text).toBe("501.200 kWh");
  life.read(2, 1040);
  expect(life.text).toBe("502.200 kWh");
  expect(life.index).toMatchObject({ meterIndex: { amount: 1040 }, source: { sourceNo: 2 } });
});

test("a counter set back goes on, and so does one that passed its maximum", () => {
  const life = new Life();
  life.install(sourceOf(1), 999_000);
  life.read(1, 200);
  life.rollovers.push({ sourceNo: 1, atMs: life.atMs });
  expect(life.text).toBe("1000.200 kWh");
  life.exchange(1, sourceOf(1), 300, 0);
  expect(life.text).toBe("1000.300 kWh");
  life.read(1, 5);
  expect(life.text).toBe("1000.305 kWh");
});

test("another meter without a recorded exchange adds what it counted since it was first read", () => {
  const life = new Life();
  life.install(sourceOf(1), 500_000);
  life.read(1, 500_500);
  life.install(sourceOf(2), 7000);
  expect(life.text).toBe("500.500 kWh");
  life.read(2, 7001);
  // The first meter may go on behind another channel.
  life.read(1, 600_000);
  expect(life.text).toBe("500.501 kWh");
  expect(edgesOf({ counterNo: 1, bindings: life.bindings, exchanges: life.exchanges })).toEqual([
    { sourceNo: 1, atMs: 3000, side: "end" },
    { sourceNo: 2, atMs: 3000, side: "start" },
  ]);
});

test("what counts in another unit or another thing begins a count of its own", () => {
  const life = new Life();
  life.install(sourceOf(1), 500_000);
  life.install(sourceOf(2, { medium: "water", unit: "m3", counterId: "volume" }), 12_345);
  expect(life.text).toBe("12.345 m3");
});

test("a channel that shows the counter no more has no index", () => {
  const life = new Life();
  life.install(sourceOf(1), 500_000);
  life.bindings.push({ channelNo: 1, fromMs: 9000, counter1: null, counter2: null });
  expect(life.index).toBeUndefined();
});

test("over any life it never falls and is the first index and all that was counted since", () => {
  const step = fc.record({
    what: fc.constantFrom("read", "exchange", "set-back", "replug"),
    rise: fc.nat(400_000),
    unseen: fc.nat(1000),
    start: fc.nat(registerCounts - 1),
  });
  fc.assert(
    fc.property(fc.nat(registerCounts - 1), fc.array(step, { maxLength: 40 }), (first, steps) => {
      const life = new Life();
      let sourceNo = 1;
      let count = first;
      life.install(sourceOf(sourceNo), count);
      let counted = BigInt(first);
      let before = life.index?.index.amount ?? 0;
      for (const { what, rise, unseen, start } of steps) {
        if (what === "read") {
          counted += BigInt(rise);
          const turned = count + rise >= registerCounts;
          count = (count + rise) % registerCounts;
          life.read(sourceNo, count);
          if (turned) life.rollovers.push({ sourceNo, atMs: life.atMs });
        } else if (what === "replug") {
          sourceNo += 1;
          count = start;
          life.install(sourceOf(sourceNo), count);
        } else {
          const oldEnd = Math.min(count + unseen, registerCounts - 1);
          counted += BigInt(oldEnd - count);
          const old = sourceNo;
          if (what === "exchange") sourceNo += 1;
          life.exchange(old, sourceOf(sourceNo), oldEnd, start);
          count = start;
        }
        const now = life.index?.index;
        expect(now?.amount).toBeGreaterThanOrEqual(before);
        expect(BigInt(now?.amount ?? -1)).toBe(counted);
        before = now?.amount ?? 0;
      }
    }),
    { numRuns: 500 },
  );
});
