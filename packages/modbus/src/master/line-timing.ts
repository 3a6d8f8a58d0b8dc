/**
 * The times of a serial line, from its speed.
 *
 * Spec: MODBUS over Serial Line V1.02, §2.5.1.1: 3.5 characters, fixed at 1.75 ms above 19 200.
 */

export interface LineTiming {
  /** One character on the line; 0 when this side sees no line (RTU over TCP). */
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
 * @param turnaroundMs What the unit takes to begin its answer.
 * @returns Words; 10 at 9600 with a turnaround of t3.5, 17 at 20 ms. 125 when there is no line.
 */
export function holeWordsMax(timing: LineTiming, turnaroundMs: number): number {
  const { charMs, t35Ms } = timing;
  if (charMs === 0) return 125;
  const turnMs = Math.max(turnaroundMs, t35Ms);
  // The sum is often a whole number of words, which the division may miss by a hair.
  return Math.min(125, Math.floor((13 * charMs + t35Ms + turnMs) / (2 * charMs) + 1e-9));
}
