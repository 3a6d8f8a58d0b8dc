import type { CountersTable, Series, SeriesBar } from "@mega/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ApiRig } from "./testing/api-rig.ts";
import { smallBuilding } from "./testing/small-building.ts";

let rig: ApiRig;
beforeAll(async () => {
  rig = await smallBuilding();
});
afterAll(() => rig.close());

const series = async (channelNo: number, query: string): Promise<Series> =>
  (await rig.get(`/channels/${channelNo}/series?${query}`)).json();
const said = (bars: readonly SeriesBar[], counterNo: number) =>
  bars
    .filter((bar) => bar.counterNo === counterNo)
    .map(({ consumption, mark }) => `${consumption ?? "-"}${mark ?? ""}`)
    .join(" ");
const year = "from=2025-06-01T00:00:00%2B02:00&to=2026-06-01T00:00:00%2B02:00";

test("bars by month are the cells of the table", async () => {
  const table: CountersTable = (await rig.get("/counters")).json();
  for (const row of table.rows.slice(0, 5)) {
    const { bars } = await series(row.channelNo, `bucket=month&${year}`);
    for (const { counterNo, cells } of row.counters) {
      const consumption = bars
        .filter((bar) => bar.counterNo === counterNo)
        .map((bar) => bar.consumption);
      expect(consumption).toEqual(cells.map((cell) => cell.consumption).reverse());
    }
  }
});

test("bars begin at the first reading, and the month that runs is provisional", async () => {
  const { bars, counters } = await series(3, `bucket=month&${year}`);
  expect(counters).toEqual([{ counterNo: 1, counterId: "volume", unit: "m3", decimals: 3 }]);
  expect(said(bars, 1)).toBe("- - - - - - - 3.990 6.720 7.430 7.200 0.420provisional");
  expect(bars[0]).toMatchObject({
    from: "2025-05-31T22:00:00.000Z",
    to: "2025-06-30T22:00:00.000Z",
  });
});

test("bars by hour follow the readings, and a gap stays a gap", async () => {
  const { bars } = await series(1, "bucket=hour&from=2026-05-02T13:00:00Z&to=2026-05-02T18:00:00Z");
  expect(said(bars, 1)).toBe("0.500 0.500 0.500 0.000provisional -");
  expect(said(bars, 2)).toBe("0.250 0.250 0.250 0.000provisional -");
  expect(bars.map(({ counterNo }) => counterNo)).toEqual([1, 2, 1, 2, 1, 2, 1, 2, 1, 2]);
  const silent = await series(1, "bucket=hour&from=2026-04-20T00:00:00Z&to=2026-04-20T02:00:00Z");
  expect(said(silent.bars, 1)).toBe("-gap -gap");
});

test("a span is compared with the one before and with the year before", async () => {
  const april = "from=2026-04-01T00:00:00%2B02:00&to=2026-05-01T00:00:00%2B02:00";
  const { bars, compare } = await series(1, `bucket=month&${april}&compare=previous`);
  expect([said(bars, 1), said(compare?.bars ?? [], 1)]).toEqual(["360.000", "371.500"]);
  expect(compare).toMatchObject({
    from: "2026-02-28T23:00:00.000Z",
    to: "2026-03-31T22:00:00.000Z",
  });
  const before = await series(1, `bucket=month&${april}&compare=year`);
  expect(said(before.compare?.bars ?? [], 1)).toBe("-");
});

test("after a new period the bars of before belong to nobody that is shown", async () => {
  await rig.post("/channels/2/periods", {
    effectiveAt: "2026-05-02T14:02:00Z",
    index: { kind: "interpolated" },
    confirmChannelNo: 2,
  });
  const hours = "bucket=hour&from=2026-05-02T12:00:00Z&to=2026-05-02T16:00:00Z";
  expect(said((await series(2, hours)).bars, 1)).toBe("- - 0.500 0.500");
  expect(said((await series(1, hours)).bars, 1)).toBe("0.500 0.500 0.500 0.500");
});
