/**
 * The index of a meter without a bus, read from its display and typed by a person: what the gateway
 * knows before, how it would judge what is typed, and taking it.
 */

import { type Static, Type } from "typebox";
import { CellMark } from "./counters-table.ts";
import type { Operation } from "./operation.ts";
import { ChannelPath } from "./queries.ts";
import { Reason } from "./reasons.ts";
import {
  ChannelNo,
  DecimalText,
  Instant,
  InstantWithOffset,
  orNull,
  Seq,
  strict,
  Unit,
} from "./scalars.ts";

const CounterId = Type.String({
  pattern: "^[A-Za-z0-9-]{1,64}$",
  description: "Counter of the meter, by its name in the profile.",
});
const DisplayUnit = Type.Enum(["kWh", "MWh", "Wh", "kvarh", "varh", "GJ", "MJ", "m3", "L"], {
  description: "Unit of the display.",
});

/** POST /channels/:channelNo/entered-index. */
export const EnteredIndexRequest = strict(
  {
    takenAt: InstantWithOffset,
    counters: Type.Array(
      strict({ counterId: CounterId, index: DecimalText }, "What the display shows."),
      { minItems: 1, maxItems: 8, description: "Every counter of the meter." },
    ),
    note: Type.String({ maxLength: 200, description: "Kept in the audit log; may be empty." }),
    confirmed: Type.Boolean({
      description: "The person has looked again: what is in doubt counts all the same.",
    }),
  },
  "An index as the display shows it, in its unit and with its decimals.",
);
export type EnteredIndexRequest = Static<typeof EnteredIndexRequest>;

/** GET /channels/:channelNo/entered-index. */
export const EnteredIndexQuery = strict(
  {
    at: Type.Optional(InstantWithOffset),
    indexes: Type.Optional(
      Type.String({
        pattern:
          "^[A-Za-z0-9-]{1,64}:\\d{1,15}(\\.\\d{1,9})?(,[A-Za-z0-9-]{1,64}:\\d{1,15}(\\.\\d{1,9})?){0,7}$",
        description: 'Counter and index: "import:9634.8"; absent: nothing is judged.',
      }),
    ),
  },
  "An index as it would be entered.",
);
export type EnteredIndexQuery = Static<typeof EnteredIndexQuery>;

/** How an index is judged against the last one. */
export const EnteredCounter = strict(
  {
    counterId: CounterId,
    verdict: Type.Enum(["accepted", "doubtful", "refused"], {
      description: "doubtful: counts once it is confirmed; refused: never counts.",
    }),
    reason: orNull(Reason),
    mark: orNull(CellMark),
    unit: Unit,
    index: DecimalText,
    consumption: orNull(DecimalText),
  },
  "An index in the unit of billing, and what was consumed since the last one.",
);
export type EnteredCounter = Static<typeof EnteredCounter>;

/** The answer of GET. */
export const EnteredIndexPreview = strict(
  {
    channelNo: ChannelNo,
    name: Type.String(),
    after: orNull(Instant),
    until: Instant,
    suggestedAt: Instant,
    awaitedFor: orNull(Instant),
    counters: Type.Array(
      strict(
        {
          counterId: CounterId,
          unit: DisplayUnit,
          decimals: Type.Integer({ minimum: 0, maximum: 6 }),
          latest: orNull(strict({ index: DecimalText, takenAt: Instant }, "As displayed.")),
        },
        "A counter of the display.",
      ),
      { maxItems: 8 },
    ),
    judged: Type.Array(EnteredCounter, {
      maxItems: 8,
      description: "Empty where nothing is typed.",
    }),
  },
  "What is known of the meter; `awaitedFor` is the end of a month that has no index yet.",
);
export type EnteredIndexPreview = Static<typeof EnteredIndexPreview>;

/** The answer of POST. */
export const EnteredIndexAnswer = strict(
  {
    channelNo: ChannelNo,
    takenAt: Instant,
    counters: Type.Array(EnteredCounter, { maxItems: 8 }),
    seq: Seq,
  },
  "What was taken, and the newest entry that says so.",
);
export type EnteredIndexAnswer = Static<typeof EnteredIndexAnswer>;

/** The operations by name. */
export const enteredIndexOperations = {
  enteredIndex: {
    method: "GET",
    path: "/channels/:channelNo/entered-index",
    summary: "What is known before an index is entered, and how one would be judged.",
    status: 200,
    params: ChannelPath,
    query: EnteredIndexQuery,
    answer: EnteredIndexPreview,
  },
  enterIndex: {
    method: "POST",
    path: "/channels/:channelNo/entered-index",
    summary: "Takes the index of a meter without a bus.",
    status: 201,
    params: ChannelPath,
    body: EnteredIndexRequest,
    answer: EnteredIndexAnswer,
  },
} as const satisfies Readonly<Record<string, Operation>>;
