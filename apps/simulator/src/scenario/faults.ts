/**
 * What goes wrong with a meter, in three groups: on the way of its answers, in what it shows, and in
 * the messages it publishes. Each has exact instants or a rate that is drawn from the seed, so that a
 * run can be made again.
 */

/**
 * When a fault holds: from the first instant up to, not including, the second. Milliseconds since
 * 1970 UTC. A file that names neither means always: 0 to `alwaysMs`.
 */
interface During {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The end of a fault that never ends. */
export const alwaysMs = Number.MAX_SAFE_INTEGER;

/** What happens to answers and messages on their way. */
type WayFault =
  /** It says nothing. On any place. */
  | ({ readonly kind: "dead" } & During)
  /** It says nothing between two instants, and goes on counting. On any place. */
  | ({ readonly kind: "outage" } & During)
  /**
   * Of a thousand replies on a bus so many have a wrong byte, come late, come twice, or come with
   * stray bytes before them, behind them or some time after them. A late one comes between
   * `lateMsMin` and `lateMsMax` after it was due; beyond the waiting time of the gateway it falls
   * into the turn of the next meter.
   */
  | ({
      readonly kind: "noisy";
      readonly corruptPermille: number;
      readonly latePermille: number;
      readonly doubledPermille: number;
      readonly noisePermille: number;
      readonly lateMsMin: number;
      readonly lateMsMax: number;
    } & During)
  /** It takes its time with every reply on a bus. */
  | ({ readonly kind: "slow"; readonly turnaroundMs: number } & During)
  /**
   * Another meter has the same address on the bus and answers at the same time. Most answers are
   * garbled; for some minutes the one or the other gets through, with its own serial number and its
   * own counts, which begin at `otherStart` (units) and rise as the meter's own do.
   */
  | ({
      readonly kind: "duplicate";
      readonly otherSerial: string;
      readonly otherStart: Readonly<Record<string, number>>;
    } & During);

/** What is wrong with the figures that a meter shows, on a bus or by message. */
type ShownFault =
  /**
   * The display falls to 0, stands at what it showed three days before the fault, or jumps 5000 units
   * up; afterwards it shows its register again.
   */
  | ({ readonly kind: "glitch"; readonly shows: "zero" | "old" | "high" } & During)
  /** Every register begins again at 0. */
  | { readonly kind: "reset"; readonly atMs: number }
  /** The power failed: every register goes on from what it was so many minutes before. */
  | { readonly kind: "unsaved"; readonly atMs: number; readonly minutes: number }
  /** Every other minute the display stands so many steps lower. */
  | ({ readonly kind: "jitter"; readonly steps: number } & During)
  /**
   * Somebody feeds in behind a meter that only knows import; whole hours. What is used is set off
   * first. The rest must not touch an import register: "holds" shows a meter that keeps to this,
   * "falls" one that turns backwards.
   */
  | ({
      readonly kind: "export";
      readonly unitsPerHour: number;
      readonly register: "falls" | "holds";
    } & During)
  /**
   * Another firmware: a payload that names its unit names the thousandth of it, with figures that
   * belong to it; one that names none just has figures a thousand times as high. By message only.
   */
  | ({ readonly kind: "unit" } & During);

/** What is wrong with the messages of an MQTT meter. */
type MessageFault =
  /** The broker keeps the message of an instant and hands it on whenever the gateway connects. */
  | { readonly kind: "retained"; readonly atMs: number }
  /** Of a thousand messages so many come twice. */
  | ({ readonly kind: "doubled"; readonly permille: number } & During)
  /** Of a thousand messages so many come late, after newer ones. */
  | ({ readonly kind: "late"; readonly permille: number; readonly lateMs: number } & During)
  /** Of a thousand messages so many hold no figures that can be read. */
  | ({
      readonly kind: "bad-payload";
      readonly permille: number;
      readonly holds: "null" | "text" | "nan" | "truncated" | "negative";
    } & During)
  /** Of a thousand messages so many hold the reading of another meter of the building. */
  | ({ readonly kind: "mixed-up"; readonly permille: number; readonly other: string } & During);

/** What goes wrong with a meter. */
export type Fault = WayFault | ShownFault | MessageFault;

/** Whether a fault holds at an instant; one that strikes at an instant holds from then on. */
export function holdsAt(fault: Fault, instantMs: number): boolean {
  if ("atMs" in fault) return instantMs >= fault.atMs;
  return instantMs >= fault.fromMs && instantMs < fault.toMs;
}
