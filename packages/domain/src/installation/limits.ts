/** What a gateway can hold, by model and by line. */

/** The number of channels is the model's number. */
export type GatewayModel = "MEGA16" | "MEGA32" | "MEGA64" | "MEGA128";

/** Channels of each model. */
export const channelsOfModel: Readonly<Record<GatewayModel, number>> = {
  MEGA16: 16,
  MEGA32: 32,
  MEGA64: 64,
  MEGA128: 128,
};

/** Meters on one RS485 line. */
export const METERS_PER_BUS_MAX = 32;
/** Characters of the building's name. */
export const LOCATION_LENGTH_MAX = 31;
/** Characters of a channel's name. */
export const CHANNEL_NAME_LENGTH_MIN = 4;
export const CHANNEL_NAME_LENGTH_MAX = 31;
/** Months shown: the latest and the eleven before. */
export const MONTHS_SHOWN = 12;
