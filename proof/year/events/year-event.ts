/** What happens to a gateway and its building in a year, apart from the meters. True time throughout. */

/** How the box's clock is when it wakes up. */
export type Wake =
  /** As it went: a quartz with a battery. */
  | { readonly kind: "kept" }
  /** Without a battery: it begins at this instant, and hears the time later. */
  | { readonly kind: "without-time"; readonly beginsMs: number; readonly setAfterMs: number };

/** Something that happens at an instant. */
export type YearEvent =
  /** The gateway is off for a time: stopped in order, or the power is cut. */
  | {
      readonly kind: "off";
      readonly atMs: number;
      readonly forMs: number;
      readonly how: "stopped" | "cut";
      readonly wake: Wake;
    }
  /** The gateway's clock is set: right (0) or wrong by so much, and vouched for by the system or not. */
  | {
      readonly kind: "clock";
      readonly atMs: number;
      readonly offsetMs: number;
      readonly vouched: boolean;
    }
  /** A new tenant; who records it later gives an instant that has passed. */
  | {
      readonly kind: "moving";
      readonly atMs: number;
      readonly channelNo: number;
      readonly how: "read" | "interpolated" | "typed";
      /** How long after the moving it is recorded. */
      readonly lateMs: number;
    }
  /** The property manager looks at what waits, and answers what he knows about. */
  | { readonly kind: "visit"; readonly atMs: number };
