import { exposition } from "@mega/http";
import type { BusStatistics } from "@mega/modbus";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { ApiRig } from "../../api/testing/api-rig.ts";
import { smallBuilding } from "../../api/testing/small-building.ts";
import { busFamilies } from "./bus-families.ts";
import { metricsText } from "./metrics.ts";
import { readExposition } from "./testing/exposition-parser.ts";

let rig: ApiRig;
beforeEach(async () => {
  rig = await smallBuilding();
});
afterEach(() => rig.close());

/** A bus whose only meter answered 9 times within 30 ms and once after more than a second. */
function bus(): BusStatistics {
  const counts = new Array<number>(21).fill(0);
  counts[7] = 9;
  counts[20] = 1;
  return {
    link: { kind: "up" },
    sent: 13,
    devices: [
      {
        answered: 10,
        exceptions: 0,
        timeouts: 2,
        badCrcs: 1,
        wrongReplies: 0,
        lifetime: { counts, sumUs: 1_450_025 },
      },
    ],
  } as unknown as BusStatistics;
}

test("energy is told in joules and volume in cubic metres, exactly", async () => {
  const families = readExposition(await metricsText(rig.context));
  const energy = families.get("mega_meter_energy_joules_total");
  // 2288.000 kWh and 844.000 kWh of the flat; 9576 kWh of heat.
  expect(energy?.samples.slice(0, 2)).toEqual([
    {
      name: "mega_meter_energy_joules_total",
      labels: { channel: "1", counter: "import", direction: "import", type: "electricity" },
      value: "8236800000",
    },
    {
      name: "mega_meter_energy_joules_total",
      labels: { channel: "1", counter: "export", direction: "export", type: "electricity" },
      value: "3038400000",
    },
  ]);
  expect(families.get("mega_meter_volume_cubic_meters_total")?.samples).toEqual([
    {
      name: "mega_meter_volume_cubic_meters_total",
      labels: { channel: "3", counter: "volume", medium: "water" },
      value: "75.76",
    },
  ]);
});

test("a meter that was never read has a state and no figure", async () => {
  const families = readExposition(await metricsText(rig.context));
  const of = (name: string) =>
    families.get(name)?.samples.filter(({ labels }) => labels["channel"] === "5") ?? [];
  expect(of("mega_meter_energy_joules_total")).toEqual([]);
  expect(of("mega_meter_last_reading_timestamp_seconds")).toEqual([]);
  expect(of("mega_meter_state")).toMatchObject([{ labels: { state: "never" }, value: "1" }]);
});

test("no name of a person and no secret is among the labels", async () => {
  const text = await metricsText(rig.context);
  expect(text).not.toContain("Flat one");
  expect(text).not.toContain("secret-token");
  expect(text).not.toContain("Tilleuls");
});

test("a bus has its questions by result and a histogram of answers that adds up", () => {
  const text = exposition(busFamilies([{ busId: 'cel"lar\\', statistics: bus() }]));
  const families = readExposition(text);
  const requests = families.get("mega_bus_requests_total")?.samples ?? [];
  expect(requests.map(({ labels, value }) => `${labels["result"]} ${value}`)).toEqual([
    "ok 10",
    "timeout 2",
    "crc 1",
    "exception 0",
    "wrong_reply 0",
  ]);
  expect(requests[0]?.labels["port"]).toBe('cel"lar\\');
  const durations = families.get("mega_bus_request_duration_seconds")?.samples ?? [];
  const bucket = (le: string) => durations.find(({ labels }) => labels["le"] === le)?.value;
  expect([bucket("0.001"), bucket("0.02"), bucket("0.03"), bucket("1"), bucket("+Inf")]).toEqual([
    "0",
    "9",
    "9",
    "9",
    "10",
  ]);
  expect(durations.find(({ name }) => name.endsWith("_sum"))?.value).toBe("1.450025");
});

test("both addresses answer in the form that collectors expect", async () => {
  for (const url of ["/metrics", "/api/v1/metrics"]) {
    const answer = await rig.app.inject({ method: "GET", url, headers: { host: "localhost" } });
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(readExposition(answer.body).get("mega_build_info")?.samples).toMatchObject([
      { labels: { version: "0.0.0-test" }, value: "1" },
    ]);
  }
});
