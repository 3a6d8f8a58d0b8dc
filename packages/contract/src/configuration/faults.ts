/**
 * Why a place of a configuration is refused, as stable words that pages translate. What goes with a
 * word (`params`) is listed beside it.
 */

/** Every code, with the parameters that its sentence needs. */
export const configFaultCodes = [
  /** Something that is needed is missing. */
  "required",
  /** A key that does not exist here. */
  "unknown-key",
  /** None of the words or numbers allowed: choices. */
  "choice",
  /** Not a whole number from min to max. */
  "whole",
  /** Neither true nor false. */
  "flag",
  /** Text of another length than min to max. */
  "length",
  /** The form is not right: form, one of `textForms`. */
  "form",
  /** Not a list, not a group, not text. */
  "kind-of-value",
  /** More entries than max. */
  "too-many",
  /** No time zone of that name. */
  "time-zone",
  /** A name or number that stands twice: other, the place that has it. */
  "doubled",
  /** Refers to a bus, P1 port, broker or meter that is not there: what, known. */
  "unknown-name",
  /** A meter without a place, or with two. */
  "place",
  /** A setting that goes only with another one: needs. */
  "goes-with",
  /** A device or broker that something else uses: other. */
  "in-use",
  /** An address that another meter of the bus has: other. */
  "address-in-use",
  /** More channels than the model has: max. */
  "beyond-model",
  /** No profile of that name: known, the nearest ones. */
  "profile-unknown",
  /** A profile for another kind of place: wanted, found. */
  "profile-kind",
  /** A setting that the profile needs. */
  "setting-needed",
  /** A setting that has no effect on this kind of meter. */
  "setting-idle",
  /** No counter of that name in the profile: known. */
  "counter-unknown",
  /** The most that can pass in an hour is not known and has to be given. */
  "rating-needed",
  /** Nothing is stored that "(secret kept)" could stand for. */
  "secret-missing",
  /** A line of an imported file that cannot be read. */
  "unreadable",
  /** Not allowed for another reason; `allowed` says what is, in English. */
  "not-allowed",
] as const;
/** Why a place of a configuration is refused. */
export type ConfigFaultCode = (typeof configFaultCodes)[number];

/** Forms of text that have a rule of their own. */
export const textForms = [
  "name",
  "mac",
  "host",
  "decimal",
  "device-path",
  "broker-url",
  "server-url",
  "topic",
  "json-pointer",
  "mail-address",
  "time-of-day",
  "other",
] as const;
/** A form of text that has a rule of its own. */
export type TextForm = (typeof textForms)[number];
