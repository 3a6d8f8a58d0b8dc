/**
 * The JSON export, version 1: the same figures as the COUNTERS table, keyed for programs. Properties
 * may be added; a change of meaning gets another version.
 */

import { type Static, Type } from "typebox";
import { CellMark, ChannelState } from "./counters-table.ts";
import { ClockState, LedgerHead } from "./gateway-info.ts";
import {
  ChannelNo,
  CounterNo,
  DecimalText,
  Instant,
  Medium,
  Model,
  Month,
  orNull,
  strict,
  Unit,
  UnitKind,
} from "./scalars.ts";

/** Identifies the form of the file. */
export const EXPORT_V1_SCHEMA_ID = "https://mega.invalid/schemas/export-v1.schema.json";

/** A unit in the notations that programs know. */
export const ExportUnit = strict(
  {
    symbol: Unit,
    ucum: Type.Enum(["kW.h", "MW.h", "GJ", "m3", "kvar.h"]),
    unece: Type.Enum(["KWH", "MWH", "GV", "MTQ", "K3"]),
  },
  "A unit: symbol, UCUM, UN/ECE Recommendation 20.",
);
export type ExportUnit = Static<typeof ExportUnit>;

/** The notations of each unit. */
export const exportUnits: Readonly<Record<Static<typeof Unit>, ExportUnit>> = {
  kWh: { symbol: "kWh", ucum: "kW.h", unece: "KWH" },
  MWh: { symbol: "MWh", ucum: "MW.h", unece: "MWH" },
  GJ: { symbol: "GJ", ucum: "GJ", unece: "GV" },
  m3: { symbol: "m3", ucum: "m3", unece: "MTQ" },
  kvarh: { symbol: "kvarh", ucum: "kvar.h", unece: "K3" },
};

const ExportMonth = strict(
  {
    period: Month,
    index: orNull(DecimalText),
    diff: orNull(DecimalText),
    status: Type.Enum([
      "actual",
      "interpolated",
      "estimated",
      "exchanged",
      "person",
      "provisional",
      "missing",
    ]),
    indexMark: orNull(CellMark),
    closed: Type.Boolean(),
    revision: orNull(Type.Integer({ minimum: 1 })),
  },
  "A counter in a month.",
);

const ExportCounter = strict(
  {
    counter: CounterNo,
    id: Type.String(),
    unit: ExportUnit,
    latest: orNull(strict({ index: DecimalText, takenAt: Instant }, "Newest accepted reading.")),
    months: Type.Array(ExportMonth, { maxItems: 12 }),
  },
  "A counter of a channel.",
);

const ExportChannel = strict(
  {
    channel: ChannelNo,
    name: Type.String(),
    unitKind: UnitKind,
    medium: orNull(Medium),
    meter: orNull(
      strict({ id: Type.String(), model: Type.String(), serial: orNull(Type.String()) }, "Meter."),
    ),
    state: ChannelState,
    logTime: orNull(Instant),
    firstInit: orNull(Instant),
    counters: Type.Array(ExportCounter, { maxItems: 2 }),
  },
  "A channel.",
);

/** GET /export.json. */
export const ExportV1 = Type.Object(
  {
    $schema: Type.Literal(EXPORT_V1_SCHEMA_ID),
    generated: Instant,
    timezone: Type.String(),
    gateway: strict(
      { model: Model, mac: Type.String(), version: Type.String(), demo: Type.Boolean() },
      "The gateway.",
    ),
    location: Type.String(),
    clock: ClockState,
    head: LedgerHead,
    periods: Type.Array(Month, { maxItems: 12, description: "Newest first." }),
    channels: Type.Array(ExportChannel, { maxItems: 128 }),
  },
  { $id: EXPORT_V1_SCHEMA_ID, additionalProperties: false, description: "The COUNTERS table." },
);
export type ExportV1 = Static<typeof ExportV1>;
