/**
 * Values of the contract that pages need while they run. The contract's own module brings the
 * schema library along, which no page needs; a test keeps both the same.
 */

/** Stands where a secret is stored and does not cross the interface. */
export const SECRET_KEPT = "(secret kept)";

/** Units that the message of an MQTT meter may count in. */
export const payloadUnits = [
  "Wh",
  "kWh",
  "MWh",
  "varh",
  "kvarh",
  "MJ",
  "GJ",
  "L",
  "m3",
  "Wmin",
] as const;
