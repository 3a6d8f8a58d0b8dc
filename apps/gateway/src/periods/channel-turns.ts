/** One change of periods at a time for each channel: starting one and taking one back. */

import { fieldProblem } from "@mega/contract";

/** Who is at it. */
export class ChannelTurns {
  readonly #busy = new Set<number>();

  /** Does the work, or refuses it while another change of the channel is under way. */
  async take<Answer>(channelNo: number, work: () => Promise<Answer>): Promise<Answer> {
    if (this.#busy.has(channelNo)) throw channelBusy(channelNo);
    this.#busy.add(channelNo);
    try {
      return await work();
    } finally {
      this.#busy.delete(channelNo);
    }
  }
}

/** The refusal of a second change. */
export function channelBusy(channelNo: number): Error {
  return fieldProblem({
    pointer: "/path/channelNo",
    value: channelNo,
    allowed: "one change of periods at a time",
    code: "busy",
    error: "CONFLICT",
  });
}
