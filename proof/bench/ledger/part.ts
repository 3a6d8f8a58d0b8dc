// The ledger: bytes of a reading, and ten years of 128 channels by the hour.

import type { BenchPart } from "../row.ts";
import { measureLedger } from "./measure-ledger.ts";

export const part: BenchPart = {
  name: "ledger",
  run: (tell) => measureLedger(10, tell),
};
