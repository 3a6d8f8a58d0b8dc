/** The counters of one bus, as shown to an installer. */

import type { LineCounters } from "./bus-line.ts";
import type { DeviceStatistics } from "./device-health.ts";
import type { LinkState } from "./link-keeper.ts";

export interface BusStatistics {
  readonly link: LinkState;
  /** How often the link was opened. */
  readonly opens: number;
  readonly queueLength: number;
  /** Questions put on the wire. */
  readonly sent: number;
  /** Questions answered from a kept or shared answer. */
  readonly shared: number;
  /** Questions refused because the queue was full or their deadline passed in it. */
  readonly overloaded: number;
  /** The bus cannot carry what is asked of it in the time given. */
  readonly cycleTooShort: boolean;
  readonly line: LineCounters;
  readonly devices: readonly DeviceStatistics[];
}
