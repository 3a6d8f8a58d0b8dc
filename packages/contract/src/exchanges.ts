/**
 * A meter exchanged, or a counter set back: the four indexes of each counter and what the month comes
 * to. The caller repeats the channel number, so that no blind click records one.
 */

import { type Static, Type } from "typebox";
import { Why } from "./quarantine.ts";
import {
  ChannelNo,
  CounterNo,
  DecimalText,
  Instant,
  InstantWithOffset,
  Month,
  orNull,
  Seq,
  strict,
  Unit,
} from "./scalars.ts";

const SerialNumber = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: "^\\S(.*\\S)?$",
  description: "Serial number of a meter.",
});
const CounterId = Type.String({
  pattern: "^[A-Za-z0-9-]{1,64}$",
  description: "Counter of a meter, by its name in the profile.",
});

/** exchanged: another meter; set-back: the same meter begins again, such as after a reset. */
export const ExchangeKind = Type.Enum(["exchanged", "set-back"], {
  description: "Another meter, or the same one set back.",
});
export type ExchangeKind = Static<typeof ExchangeKind>;

/** POST /channels/:channelNo/exchanges. */
export const ExchangeRequest = strict(
  {
    kind: ExchangeKind,
    at: InstantWithOffset,
    serialNumber: orNull(SerialNumber),
    counters: Type.Array(
      strict(
        { counterId: CounterId, oldEnd: DecimalText, newStart: DecimalText },
        "Last index of the old meter and first one of the new.",
      ),
      { minItems: 1, maxItems: 8 },
    ),
    why: Why,
    confirmChannelNo: ChannelNo,
  },
  "An exchange; serialNumber is the new meter's, null where it has none or was set back.",
);
export type ExchangeRequest = Static<typeof ExchangeRequest>;

/** GET /channels/:channelNo/exchange-preview. */
export const ExchangePreviewQuery = strict(
  {
    kind: Type.Optional(ExchangeKind),
    at: Type.Optional(InstantWithOffset),
    serialNumber: Type.Optional(SerialNumber),
    counters: Type.Optional(
      Type.String({
        pattern:
          "^[A-Za-z0-9-]{1,64}:\\d{1,15}(\\.\\d{1,9})?:\\d{1,15}(\\.\\d{1,9})?(,[A-Za-z0-9-]{1,64}:\\d{1,15}(\\.\\d{1,9})?:\\d{1,15}(\\.\\d{1,9})?){0,7}$",
        description: 'Counter, old end, new start: "import:9471.200:0.000"; absent: no figures.',
      }),
    ),
  },
  "An exchange as it would be recorded.",
);
export type ExchangePreviewQuery = Static<typeof ExchangePreviewQuery>;

const FigureAt = strict({ at: Instant, index: DecimalText }, "An index and when.");

/** The month of an exchange: consumption = (old end − old start) + (new end − new start). */
export const ExchangeFigures = strict(
  {
    counterNo: CounterNo,
    unit: Unit,
    month: Month,
    parts: Type.Array(
      strict(
        {
          serialNumber: orNull(Type.String({ maxLength: 128 })),
          opening: FigureAt,
          closing: FigureAt,
          consumption: DecimalText,
        },
        "A span with one meter: two of the four indexes.",
      ),
      { maxItems: 128 },
    ),
    consumption: orNull(DecimalText),
  },
  "A counter over the month of an exchange, oldest part first.",
);
export type ExchangeFigures = Static<typeof ExchangeFigures>;

const Reading = strict({ index: DecimalText, takenAt: Instant }, "A reading.");

/** GET /channels/:channelNo/exchange-preview. */
export const ExchangePreview = strict(
  {
    channelNo: ChannelNo,
    name: Type.String(),
    channels: Type.Array(ChannelNo, { description: "Channels that show the meter." }),
    after: orNull(Instant),
    until: Instant,
    suggestedAt: Instant,
    oldSerialNumber: orNull(Type.String({ maxLength: 128 })),
    newSerialNumber: orNull(Type.String({ maxLength: 128 })),
    counters: Type.Array(
      strict(
        {
          counterId: CounterId,
          unit: Unit,
          decimals: Type.Integer({ minimum: 0, maximum: 9 }),
          latest: Reading,
          firstWaiting: orNull(Reading),
          lastWaiting: orNull(Reading),
        },
        "A counter of the meter.",
      ),
      { maxItems: 8 },
    ),
    figures: Type.Array(ExchangeFigures, { maxItems: 2 }),
    accepted: Type.Integer({ minimum: 0, description: "Waiting readings that would count." }),
    left: Type.Integer({ minimum: 0, description: "Waiting readings that would still wait." }),
    nextSeq: Seq,
  },
  "What an exchange would change; figures only where all indexes are given.",
);
export type ExchangePreview = Static<typeof ExchangePreview>;

/** The answer of POST /channels/:channelNo/exchanges. */
export const ExchangeAnswer = strict(
  {
    channelNo: ChannelNo,
    channels: Type.Array(ChannelNo),
    at: Instant,
    accepted: Type.Integer({ minimum: 0, description: "Waiting readings that count now." }),
    left: Type.Integer({ minimum: 0, description: "Waiting readings that still wait." }),
    seq: Seq,
  },
  "The exchange and the first entry that holds it.",
);
export type ExchangeAnswer = Static<typeof ExchangeAnswer>;

/** An exchange of the past, on the page of a channel. */
export const ExchangeInfo = strict(
  {
    at: Instant,
    kind: ExchangeKind,
    seq: Seq,
    figures: ExchangeFigures,
  },
  "A recorded exchange of a counter with its indexes.",
);
export type ExchangeInfo = Static<typeof ExchangeInfo>;
