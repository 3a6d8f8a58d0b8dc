import type { MeterHealth, ScanCell } from "@mega/contract";
import { expect, test } from "vitest";
import { placeOf } from "./place.ts";

function meter(state: MeterHealth["state"]): MeterHealth {
  return { state, latencyP50Ms: 40 } as MeterHealth;
}
function cell(state: ScanCell["state"], overlong = false): ScanCell {
  return { state, overlong, latencyMs: 12 } as ScanCell;
}

test.each([
  ["nothing", undefined, undefined, "free"],
  ["a meter that answers", meter("answers"), undefined, "meter latency ok"],
  ["a silent meter", meter("silent"), undefined, "meter silent bad"],
  ["a meter nobody asked", meter("unasked"), undefined, "meter waiting off"],
  ["a stranger", undefined, cell("answers"), "stranger latency ok"],
  ["a silent address", undefined, cell("silent"), "free"],
  ["two strangers at once", undefined, cell("garbage", true), "stranger two-meters warn"],
  ["an address the scan waits for", undefined, cell("waiting"), "waiting waiting off"],
  ["a sick meter that the scan found well", meter("silent"), cell("answers"), "meter latency ok"],
  ["a meter that the scan found silent", meter("answers"), cell("silent"), "meter silent bad"],
  ["a meter the scan has not reached", meter("answers"), cell("waiting"), "meter latency ok"],
] as const)("%s", (_name, known, scanned, wanted) => {
  const place = placeOf(known, scanned);
  const said = place.kind === "free" ? "free" : `${place.kind} ${place.says} ${place.state}`;
  expect(said).toBe(wanted);
});
