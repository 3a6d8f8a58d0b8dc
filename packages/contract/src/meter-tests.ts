/** The live test of one meter: every question with its raw frames, and what was decoded of it. */

import { type Static, Type } from "typebox";
import { ExchangeClass } from "./bus-watch.ts";
import { Meter } from "./configuration/meter.ts";
import { LiveValue } from "./rounds.ts";
import { ChannelNo, DecimalText, Instant, orNull, strict } from "./scalars.ts";

const meterName = Type.String({ pattern: "^[a-z0-9][a-z0-9-]{0,30}$", description: "Its name." });

/** POST /tests/meter. */
export const MeterTestRequest = Type.Union(
  [
    strict({ kind: Type.Literal("channel"), channelNo: ChannelNo }, "The meter of a channel."),
    strict({ kind: Type.Literal("meter"), meterId: meterName }, "A configured meter."),
    strict({ kind: Type.Literal("draft"), meter: Meter }, "A meter before it is saved."),
  ],
  { description: "Which meter is tested." },
);
export type MeterTestRequest = Static<typeof MeterTestRequest>;

/** How a test ended; the page has advice for each. */
export const TestClass = Type.Enum(
  [
    "ok",
    "timeout",
    "crc",
    "short",
    "exception",
    "wrong-reply",
    "wrong-type",
    "implausible",
    "stale",
    "no-message",
    "bad-payload",
    "bus-down",
    "config",
  ],
  { description: "How a test ended." },
);
export type TestClass = Static<typeof TestClass>;

const hex = Type.String({ maxLength: 1600, description: "Bytes as they crossed the line." });

/** One question of a test, with every frame. */
export const TestExchange = strict(
  {
    at: Instant,
    functionCode: Type.Integer({ minimum: 1, maximum: 127 }),
    wordAddress: Type.Integer({ minimum: 0, maximum: 65_535 }),
    wordCount: Type.Integer({ minimum: 0, maximum: 65_535 }),
    sentHex: hex,
    receivedHex: hex,
    class: ExchangeClass,
    exceptionCode: orNull(Type.Integer({ minimum: 0, maximum: 255 })),
    latencyMs: orNull(Type.Number({ minimum: 0 })),
  },
  "One question; a repeated one stands twice.",
);
export type TestExchange = Static<typeof TestExchange>;

/** One counter of a test. */
export const TestedCounter = strict(
  {
    counterId: Type.String({ maxLength: 40 }),
    needed: Type.Boolean({ description: "Whether the channel shows it." }),
    state: Type.Enum(["read", "not-supported", "failed"], {
      description: "`not-supported`: refused as unknown, and nobody needs it.",
    }),
    value: orNull(DecimalText),
    unit: Type.String({ maxLength: 12 }),
    rawHex: hex,
    detail: Type.String({ maxLength: 500, description: "Why there is none, in English." }),
    takenAt: orNull(Instant),
  },
  "One counter.",
);
export type TestedCounter = Static<typeof TestedCounter>;

/** What was found out about a meter. */
export const MeterTest = strict(
  {
    passed: Type.Boolean(),
    at: Instant,
    tookMs: Type.Integer({ minimum: 0 }),
    class: TestClass,
    meterId: Type.String(),
    profileId: Type.String(),
    place: strict(
      {
        kind: Type.Enum(["bus", "p1", "mqtt"]),
        busId: orNull(Type.String()),
        address: orNull(Type.Integer({ minimum: 1, maximum: 247 })),
        text: Type.String({ maxLength: 300, description: "Line, port or topic, as configured." }),
      },
      "Where the meter is.",
    ),
    exceptionCode: orNull(Type.Integer({ minimum: 0, maximum: 255 })),
    latencyMs: orNull(Type.Number({ minimum: 0 })),
    exchanges: Type.Array(TestExchange, { maxItems: 128 }),
    message: orNull(
      strict(
        {
          receivedAt: Instant,
          bytes: Type.Integer({ minimum: 0 }),
          text: Type.String({ maxLength: 8192, description: "As received; cut when longer." }),
        },
        "The newest message of a meter that sends by itself.",
      ),
    ),
    counters: Type.Array(TestedCounter, { maxItems: 64 }),
    live: Type.Array(LiveValue, { maxItems: 64 }),
    serialNumber: orNull(Type.String({ maxLength: 80 })),
    detail: Type.String({ maxLength: 500, description: "What failed, in English." }),
  },
  "What was found out about a meter.",
);
export type MeterTest = Static<typeof MeterTest>;
