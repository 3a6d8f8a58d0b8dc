/** What a language has to say about gateways that fall silent and are back. */

import type { Span } from "@mega/domain";

/** Gateways that one mail names; further ones are counted. */
export const GATEWAYS_NAMED_MAX = 50;

/** A gateway in a mail. */
interface GatewayLine {
  readonly buildingId: number;
  readonly building: string;
  readonly mac: string;
  readonly model: string;
  /** In which its times are told; null where it is not known. */
  readonly timeZone: string | null;
  /** Its newest upload before it fell silent. */
  readonly lastMs: number;
}

/** One that fell silent. */
export type SilentLine = GatewayLine;

/** One that is back. */
export interface BackLine extends GatewayLine {
  readonly backMs: number;
  /** What became of the time between: as `Meanwhile` of the silence. */
  readonly meanwhile:
    | { readonly kind: "whole" }
    | { readonly kind: "gap"; readonly span: Span }
    | { readonly kind: "catching-up" };
}

/** A span as it is read: "3 d 4 h", "2 h 10 min". */
export type Units = readonly [days: string, hours: string, minutes: string];

/** The words of a language; instants come as they are read. */
export interface SilenceWords {
  readonly units: Units;
  /** Null for several buildings at once. */
  readonly silentSubject: (building: string | null, count: number) => string;
  readonly backSubject: (building: string | null, count: number) => string;
  readonly silentLine: (gateway: string, building: string, last: string) => string;
  readonly backLine: (
    gateway: string,
    building: string,
    span: { readonly last: string; readonly back: string; readonly lasted: string },
  ) => string;
  readonly whole: string;
  readonly gap: (from: string, to: string) => string;
  readonly catchingUp: string;
  readonly more: (count: number) => string;
  /** What it does meanwhile, and what to look at. */
  readonly check: string;
  readonly look: string;
  /** That this mail comes once, and how to have none. */
  readonly once: string;
  readonly turnOff: string;
}
