/** What the bus page shows: a line's last day, its findings in words, and every frame on it. */

import { type Static, Type } from "typebox";
import { ChannelNo, Instant, orNull, strict } from "./scalars.ts";

const count = Type.Integer({ minimum: 0 });
const permille = Type.Integer({ minimum: 0, maximum: 1000 });
const latencyMs = orNull(Type.Number({ minimum: 0 }));

/** Cells of a quarter of an hour in a day. */
export const DAY_CELLS = 96;

/** How an attempt on the line ended; each class sends the electrician to another place. */
export const ExchangeClass = Type.Enum(
  ["ok", "exception", "timeout", "crc", "wrong-reply", "bus-down"],
  { description: "How an attempt on the line ended." },
);
export type ExchangeClass = Static<typeof ExchangeClass>;

/** Path of one bus. */
export const BusPath = strict(
  { busId: Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,30}$", description: "Name of the bus." }) },
  "Which bus.",
);

/** Attempts by how they ended. */
export const ExchangeCounts = strict(
  {
    answered: count,
    exceptions: count,
    timeouts: count,
    badCrcs: count,
    wrongReplies: count,
    busDowns: count,
    lateReplies: count,
    overlongReplies: Type.Integer({
      minimum: 0,
      description: "Spoilt replies longer than the answer asked for: two meters may share it.",
    }),
  },
  "Attempts by how they ended; late and overlong ones are told beside them.",
);
export type ExchangeCounts = Static<typeof ExchangeCounts>;

/** A quarter of an hour of a line. */
export const BusCell = strict(
  { at: Instant, attempts: count, failed: count, busyPermille: permille },
  "A quarter of an hour of a line.",
);
export type BusCell = Static<typeof BusCell>;

/** A channel behind a meter. */
const MeterChannel = strict(
  { channelNo: ChannelNo, name: Type.String() },
  "A channel that shows the meter.",
);

const perCell = { minItems: DAY_CELLS, maxItems: DAY_CELLS };

/** A meter of the line over its last day. */
export const MeterHealth = strict(
  {
    meterId: Type.String(),
    profileId: Type.String(),
    address: Type.Integer({ minimum: 1, maximum: 247 }),
    channels: Type.Array(MeterChannel, { maxItems: 128 }),
    state: Type.Enum(["answers", "errors", "silent", "unasked"]),
    counts: ExchangeCounts,
    errorPermille: orNull(permille),
    latencyP50Ms: latencyMs,
    latencyP95Ms: latencyMs,
    strip: strict(
      {
        answered: Type.Array(count, perCell),
        failed: Type.Array(count, perCell),
        latencyP50Ms: Type.Array(latencyMs, perCell),
      },
      "By quarter of an hour, as the cells of the bus.",
    ),
  },
  "A meter of the line over its last day.",
);
export type MeterHealth = Static<typeof MeterHealth>;

/** Codes of findings; pages have a sentence and a next step for each. */
export const findingCodes = [
  "bus-closed",
  "all-silent",
  "all-spoilt",
  "silent-from",
  "silent",
  "spoilt-from",
  "spoilt",
  "address-shared",
  "refuses",
  "late",
  "slow-adapter",
  "busy",
  "nothing-yet",
  "no-meters",
  "in-order",
] as const;
/** A finding. */
export const BusFinding = strict(
  {
    code: Type.Enum([...findingCodes]),
    severity: Type.Enum(["bad", "warn", "ok"]),
    channels: Type.Array(ChannelNo, { maxItems: 128, description: "Whom it is about." }),
    params: Type.Record(Type.String(), Type.String(), {
      description: "Figures of the sentence: since, attempts, address, limitMs, permille.",
    }),
  },
  "What the figures mean.",
);
export type BusFinding = Static<typeof BusFinding>;
export type FindingCode = BusFinding["code"];

/** GET /buses/:busId/health. */
export const BusHealth = strict(
  {
    busId: Type.String(),
    link: Type.String(),
    serial: Type.Boolean({ description: "A line with a pace, not a Modbus TCP peer." }),
    state: Type.Enum(["up", "down"]),
    fault: orNull(Type.String({ description: "Why it is not open, in the system's words." })),
    from: Instant,
    to: Instant,
    cells: Type.Array(BusCell, perCell),
    counts: ExchangeCounts,
    attemptsPerHour: count,
    busyPermille: permille,
    latencyP50Ms: latencyMs,
    latencyP95Ms: latencyMs,
    roundTookMs: orNull(count),
    meters: Type.Array(MeterHealth, { maxItems: 247, description: "The worst first." }),
    findings: Type.Array(BusFinding, { maxItems: 64, description: "The worst first." }),
  },
  "A line over its last day.",
);
export type BusHealth = Static<typeof BusHealth>;

/** What became of a frame: as its exchange, or of its own. */
export const FrameClass = Type.Enum(
  ["ok", "exception", "timeout", "crc", "wrong-reply", "bus-down", "late", "open", "noise"],
  {
    description:
      "As the exchange ended; `late`: after its question was given up; `open`: still waited for; `noise`: nobody had asked.",
  },
);
export type FrameClass = Static<typeof FrameClass>;

const word = Type.Integer({ minimum: 0, maximum: 65_535 });

/** A frame of the log. */
export const FrameInfo = strict(
  {
    no: Type.Integer({ minimum: 1, description: "Rises by one for every frame of the bus." }),
    at: Instant,
    direction: Type.Enum(["sent", "received"]),
    hex: Type.String({ pattern: "^([0-9A-F]{2}( [0-9A-F]{2})*)?$", maxLength: 1600 }),
    class: FrameClass,
    says: Type.Enum(["question", "answer", "exception", "unreadable", "other"]),
    address: orNull(Type.Integer({ minimum: 0, maximum: 255, description: "Modbus address." })),
    functionCode: orNull(Type.Integer({ minimum: 1, maximum: 127 })),
    wordAddress: orNull(word),
    wordCount: orNull(word),
    words: orNull(Type.Array(word, { maxItems: 125 })),
    exceptionCode: orNull(Type.Integer({ minimum: 0, maximum: 255 })),
    latencyMs,
  },
  "A frame as it crossed the line.",
);
export type FrameInfo = Static<typeof FrameInfo>;

/** GET /buses/:busId/frames: the newest first. */
export const FramePage = strict(
  {
    frames: Type.Array(FrameInfo, { maxItems: 200 }),
    newestNo: Type.Integer({ minimum: 0, description: "0 when nothing has crossed the line." }),
    oldestNo: Type.Integer({ minimum: 0, description: "Older ones are forgotten." }),
  },
  "Frames, the newest first.",
);
export type FramePage = Static<typeof FramePage>;

const filter = {
  address: Type.Optional(Type.Integer({ minimum: 0, maximum: 247 })),
  class: Type.Optional(FrameClass),
};
/** Which frames. */
export const FramesQuery = strict(
  {
    ...filter,
    before: Type.Optional(Type.Integer({ minimum: 1, description: "Only older ones." })),
    after: Type.Optional(Type.Integer({ minimum: 0, description: "Only newer ones." })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 100 })),
  },
  "Part of the log.",
);
export type FramesQuery = Static<typeof FramesQuery>;
/** GET /buses/:busId/frames.txt: all that is kept. */
export const FramesTextQuery = strict(filter, "Part of the log.");
export type FramesTextQuery = Static<typeof FramesTextQuery>;

/** POST /buses/:busId/line-check. */
export const LineCheck = strict(
  {
    at: Instant,
    listenedMs: count,
    heardBytes: count,
    heardHex: Type.String({ maxLength: 200, description: "The first of them." }),
    echo: Type.Enum(["yes", "no", "unknown", "not-serial"]),
    asked: Type.Array(
      strict(
        {
          address: Type.Integer({ minimum: 1, maximum: 247 }),
          class: ExchangeClass,
          latencyMs,
          sentHex: Type.String({ maxLength: 1600 }),
          receivedHex: Type.String({ maxLength: 1600 }),
        },
        "One harmless question.",
      ),
      { maxItems: 8 },
    ),
    verdict: Type.Enum(["good", "noise", "echo", "garbled", "silent", "closed", "nobody-asked"], {
      description: "The gravest thing found.",
    }),
  },
  "What is heard on a line while nobody speaks, and after a harmless question.",
);
export type LineCheck = Static<typeof LineCheck>;
