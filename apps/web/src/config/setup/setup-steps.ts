/** What setting up a gateway takes, in its order, and which of it is done. Pure. */

import type { GatewayConfig } from "@mega/contract";

/** A step, in the order in which a person takes them. */
export type SetupStep = "place" | "lines" | "channels" | "reading" | "time" | "mail" | "print";

/** What is known beside the stored configuration. */
export interface SetupFacts {
  /** A meter has been read at least once. */
  readonly isRead: boolean;
  readonly isClockSynchronised: boolean;
  /** The print for the cabinet was taken in this browser. */
  readonly isPrinted: boolean;
}

/** A step and whether it is done. */
export interface SetupState {
  readonly step: SetupStep;
  readonly done: boolean;
  /** It has to wait for the step before it. */
  readonly waits: boolean;
}

/** The name that a gateway has before anybody has named its building. */
const NAME_AT_FIRST = "MEGA";

/** Every step; what is only drafted counts once it is stored. */
export function setupSteps(stored: GatewayConfig, facts: SetupFacts): readonly SetupState[] {
  const { buses = [], p1Ports = [], mqtt, meters = [] } = stored;
  const heard = [...buses, ...p1Ports, ...(mqtt?.brokers ?? [])].length;
  const withMeter = (stored.channels ?? []).some(({ meter }) => meter !== undefined);
  const withLine = heard > 0 || mqtt?.embedded !== undefined || meters.length > 0;
  const waits = false;
  return [
    { step: "place", done: stored.building.name !== NAME_AT_FIRST, waits },
    { step: "lines", done: withLine, waits },
    { step: "channels", done: withMeter, waits: !withLine },
    { step: "reading", done: facts.isRead, waits: !withMeter },
    { step: "time", done: facts.isClockSynchronised, waits },
    { step: "mail", done: stored.mail !== undefined, waits },
    { step: "print", done: facts.isPrinted, waits: !facts.isRead },
  ];
}
