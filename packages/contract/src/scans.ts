/** Who answers on a bus: a job of its own that a closed page does not end. */

import { type Static, Type } from "typebox";
import { ChannelNo, Instant, orNull, strict } from "./scalars.ts";

const address = Type.Integer({ minimum: 1, maximum: 247, description: "Modbus address." });
const timeoutMs = Type.Integer({
  minimum: 50,
  maximum: 2000,
  description: "Wait for each address; absent means what fits the line.",
});

/** POST /buses/:busId/scan. */
export const ScanRequest = strict(
  { from: address, to: address, timeoutMs: Type.Optional(timeoutMs) },
  "Which addresses are asked.",
);
export type ScanRequest = Static<typeof ScanRequest>;

/** One address of a scan. */
export const ScanCell = strict(
  {
    address,
    state: Type.Enum(["waiting", "silent", "answers", "garbage"], {
      description: "`answers`: also one that refuses; `garbage`: something came that is no reply.",
    }),
    overlong: Type.Boolean({
      description: "Garbage longer than the reply asked for: two meters may share the address.",
    }),
    exceptionCode: orNull(Type.Integer({ minimum: 0, maximum: 255 })),
    latencyMs: orNull(Type.Number({ minimum: 0 })),
    hex: Type.String({ maxLength: 200, description: "What came, its first bytes." }),
    meterId: orNull(Type.String({ description: "The configured meter; null for a stranger." })),
    channels: Type.Array(ChannelNo, { maxItems: 128 }),
  },
  "One address.",
);
export type ScanCell = Static<typeof ScanCell>;

const progress = {
  jobId: Type.String({ maxLength: 40 }),
  busId: Type.String(),
  state: Type.Enum(["running", "paused", "done", "cancelled", "failed"], {
    description: "`paused` while a round reads the meters; `failed` when the bus was lost.",
  }),
  done: Type.Integer({ minimum: 0, maximum: 247 }),
  total: Type.Integer({ minimum: 1, maximum: 247 }),
  found: Type.Integer({ minimum: 0, maximum: 247 }),
};

/** How far a scan is; told through the event stream. */
export const ScanProgress = strict(progress, "How far a scan is.");
export type ScanProgress = Static<typeof ScanProgress>;

/** A scan with every address. */
export const ScanJob = strict(
  {
    ...progress,
    from: address,
    to: address,
    timeoutMs,
    startedAt: Instant,
    endedAt: orNull(Instant),
    restMs: Type.Integer({ minimum: 0, description: "Time left, if nobody answers." }),
    cells: Type.Array(ScanCell, { maxItems: 247 }),
  },
  "A scan.",
);
export type ScanJob = Static<typeof ScanJob>;

/** GET and DELETE /buses/:busId/scan. */
export const ScanState = strict(
  { job: orNull(ScanJob) },
  "The scan that runs, or the last one since the start.",
);
export type ScanState = Static<typeof ScanState>;
