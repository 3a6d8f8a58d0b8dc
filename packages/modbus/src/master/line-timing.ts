/**
 * The times of a serial line, from its speed.
 *
 * Spec: MODBUS over Serial Line V1.02, §2.5.1.1: 3.5 characters, fixed at 1.75 ms above 19 200.
 */

export interface LineTiming {
  /** One character on the line; 0 when this side sees no line (over TCP). */
  readonly charMs: number;
  /** The silence before a frame. */
  readonly t35Ms: number;
  /** How late received bytes are seen. */
  readonly latencyMs: number;
}

/** What timing needs to know of a link. */
export interface LineOfLink {
  readonly baud: number;
  readonly charBits: number;
  readonly latencyMs: number;
}

/**
 * One character on a line that this side does not see: 9600 8N1, the speed of most meters. It only
 * makes waiting longer and holes narrower; no rest between frames is built on it.
 */
export const hiddenCharMs = 10_000 / 9600;

/** A unit that answers faster than this over TCP has no serial line behind it. */
const networkTurnaroundMsMax = 5;

/**
 * The times of the line behind a link.
 *
 * @param link Its speed and character; a speed of 0 means no line.
 * @returns At 9600 8N1 a character of 1.0417 ms and a t3.5 of 3.646 ms.
 */
export function lineTiming(link: LineOfLink): LineTiming {
  const { baud, charBits, latencyMs } = link;
  if (baud === 0) return { charMs: 0, t35Ms: 0, latencyMs };
  const charMs = (charBits * 1000) / baud;
  return { charMs, t35Ms: baud > 19_200 ? 1.75 : 3.5 * charMs, latencyMs };
}

/**
 * The widest hole worth reading along when two blocks are joined: the second question costs 13
 * characters, a t3.5 and a turnaround; a word of the hole costs 2 characters.
 *
 * @param timing The times of the line.
 * @param turnaroundMs What the unit takes to begin its answer; `undefined` before it is known.
 * @returns Words; 10 at 9600 with a turnaround of t3.5, 17 at 20 ms. Over TCP the turnaround as
 *   measured holds the whole second question, and 125 words pay when it shows that no line is there.
 */
export function holeWordsMax(timing: LineTiming, turnaroundMs: number | undefined): number {
  const { charMs, t35Ms } = timing;
  if (charMs === 0) return hiddenHoleWordsMax(turnaroundMs);
  const turnMs = Math.max(turnaroundMs ?? 0, t35Ms);
  // The sum is often a whole number of words, which the division may miss by a hair.
  return Math.min(125, Math.floor((13 * charMs + t35Ms + turnMs) / (2 * charMs) + 1e-9));
}

function hiddenHoleWordsMax(turnaroundMs: number | undefined): number {
  if (turnaroundMs === undefined) return 10;
  if (turnaroundMs <= networkTurnaroundMsMax) return 125;
  return Math.min(125, Math.floor(turnaroundMs / (2 * hiddenCharMs)));
}
