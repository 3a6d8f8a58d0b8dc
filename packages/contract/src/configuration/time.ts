/** Where the time is compared; the gateway shows the offset and never sets the clock. */

import { Type } from "typebox";
import { group, host } from "./parts.ts";

/** Servers asked where the configuration names none. */
export const timeServersDefault = [
  "0.be.pool.ntp.org",
  "1.be.pool.ntp.org",
  "2.be.pool.ntp.org",
] as const;
/** Servers that can be named. */
export const TIME_SERVERS_MAX = 4;

/** Time servers, asked in their order until one answers. */
export const TimeServers = Type.Array(host({ description: "Time server." }), {
  minItems: 1,
  maxItems: TIME_SERVERS_MAX,
  description: "Servers asked for the time, in their order until one answers.",
  absent: timeServersDefault.join(", "),
});

/** The group `time`. */
export const TimeSource = group(
  { servers: Type.Optional(TimeServers) },
  "Time servers (SNTP). The gateway shows how far its clock is off and never sets it.",
  "the servers of the Belgian pool",
);
