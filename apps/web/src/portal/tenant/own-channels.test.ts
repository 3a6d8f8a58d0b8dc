import type { Me } from "@mega/contract";
import { expect, test } from "vitest";
import { ownChannels } from "./own-channels.ts";

const nowMs = Date.parse("2026-05-28T10:00:00Z");
let made = 0;

function stay(channelNo: number, from: string, to: string | null): Me["stays"][number] {
  made += 1;
  return { stayId: made, gatewayId: 1, building: "Hollestraat 1", channelNo, from, to };
}

const shown = (stays: Me["stays"]) =>
  ownChannels(stays, nowMs).map(({ channelNo, state, stays: own }) => [
    channelNo,
    state,
    own.length,
  ]);

test("channels of today stand before those to come, and those before the ones that are over", () => {
  const stays = [
    stay(5, "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"),
    stay(4, "2026-06-01T00:00:00Z", null),
    stay(3, "2025-01-01T00:00:00Z", "2026-02-01T00:00:00Z"),
    stay(2, "2026-02-01T00:00:00Z", "2026-12-31T00:00:00Z"),
    stay(1, "2026-02-01T00:00:00Z", null),
  ];
  expect(shown(stays)).toEqual([
    [1, "running", 1],
    [2, "running", 1],
    [4, "to-come", 1],
    [3, "over", 1],
    [5, "over", 1],
  ]);
});

test("whoever left and came back has one channel with both of his stays", () => {
  const stays = [
    stay(1, "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"),
    stay(1, "2026-01-01T00:00:00Z", null),
  ];
  const [own] = ownChannels(stays, nowMs);
  expect(own?.stays.map(({ from }) => from.slice(0, 4))).toEqual(["2026", "2024"]);
  expect(own?.state).toBe("running");
});

test("the same channel of another gateway is another channel", () => {
  const other = { ...stay(1, "2026-02-01T00:00:00Z", null), gatewayId: 2 };
  expect(ownChannels([stay(1, "2026-02-01T00:00:00Z", null), other], nowMs)).toHaveLength(2);
});
