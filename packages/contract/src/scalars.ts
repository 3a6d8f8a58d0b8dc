/**
 * Texts and words that every message of the API is made of. Instants are RFC 3339 in UTC, figures
 * are decimal texts and never numbers, months are "2026-05" in the building's time zone.
 */

import { type Static, type TObject, type TProperties, type TSchema, Type } from "typebox";

/** An object that admits no other properties. */
export function strict<T extends TProperties>(properties: T, description: string): TObject<T> {
  return Type.Object(properties, { additionalProperties: false, description });
}

/** The value or null: null says that there is none. */
export function orNull<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()]);
}

/** "2026-05-02T16:03:11Z", with or without milliseconds. */
export const Instant = Type.String({
  pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$",
  description: "Instant in UTC, RFC 3339.",
});
/** An instant as a caller may write it: with Z or with an offset. */
export const InstantWithOffset = Type.String({
  pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})$",
  maxLength: 40,
  description: "Instant, RFC 3339, with Z or an offset.",
});
/** "2026-05". */
export const Month = Type.String({
  pattern: "^\\d{4}-(0[1-9]|1[0-2])$",
  description: "Calendar month in the building's time zone.",
});
/** "9634.865": dot, no grouping, ASCII minus. */
export const DecimalText = Type.String({
  pattern: "^-?\\d{1,15}(\\.\\d{1,9})?$",
  description: "Exact decimal: dot, no grouping, ASCII minus.",
});
/** 1 … 128. */
export const ChannelNo = Type.Integer({ minimum: 1, maximum: 128, description: "Channel." });
/** The leaflet's counter 1 or counter 2. */
export const CounterNo = Type.Enum([1, 2], { description: "Counter 1 or counter 2." });
/** SHA-256, hexadecimal. */
export const Sha256 = Type.String({ pattern: "^[0-9a-f]{64}$", description: "SHA-256 in hex." });
/** Number of a ledger entry. */
export const Seq = Type.Integer({ minimum: 0, description: "Number of a ledger entry." });

/** What is metered. */
export const Medium = Type.Enum(["electricity", "heat", "cold", "water", "hotWater", "gas"], {
  description: "What is metered.",
});
/** Units in which figures are printed and billed. */
export const Unit = Type.Enum(["kWh", "MWh", "GJ", "m3", "kvarh"], {
  description: "Unit in which figures are printed.",
});
/** What a channel counts, in the leaflet's words. */
export const UnitKind = Type.Enum(["Wh+", "Wh-", "gas", "water", "heat"], {
  description: "What the channel counts, in the leaflet's words.",
});
/** Languages of pages and files. */
export const Language = Type.Enum(["fr", "nl", "de", "en"], {
  description: "Language of pages and files.",
});
/** Models; the number is the number of channels. */
export const Model = Type.Enum(["MEGA16", "MEGA32", "MEGA64", "MEGA128"], {
  description: "Model: its number is the number of channels.",
});

export type Language = Static<typeof Language>;
export type UnitKind = Static<typeof UnitKind>;
