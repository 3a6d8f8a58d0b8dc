/** What a writer said before it ended, as far as it came. */

/** An entry that was acknowledged. */
export interface Acknowledged {
  readonly seq: number;
  /** entryHash, hexadecimal. */
  readonly hash: string;
}

/** What the ledger must hold after the writer's end. */
export interface Said {
  /** Last entries of acknowledged batches, in order. */
  readonly acknowledged: readonly Acknowledged[];
  /** Kinds of the batch that was begun and not acknowledged; null when there is none. */
  readonly begun: readonly string[] | null;
  /** Kinds of batches that the disk did not take, since the last acknowledged one: whole or not at all. */
  readonly unsure: readonly (readonly string[])[];
}

/** Nothing was said yet. */
export const saidNothing: Said = { acknowledged: [], begun: null, unsure: [] };

/** What was said before, and one line more; a line of another kind changes nothing. */
export function hear(said: Said, line: string): Said {
  const [word, first = "", second = ""] = line.split(" ");
  if (word === "begin") return { ...said, begun: first.split(",") };
  if (word === "refused") return { ...said, begun: null };
  if (word === "failed" && said.begun !== null) {
    return { ...said, begun: null, unsure: [...said.unsure, said.begun] };
  }
  if (word !== "stored") return said;
  const one = { seq: Number(first), hash: second };
  return { acknowledged: [...said.acknowledged, one], begun: null, unsure: [] };
}

/** The time of a line "cut NANOSECONDS"; null where there is none. */
export function cutAtNs(lines: readonly string[]): bigint | null {
  const [, atNs] = lines.find((line) => line.startsWith("cut "))?.split(" ") ?? [];
  return atNs === undefined ? null : BigInt(atNs);
}

/**
 * What a writer had said when the power went. A file system that is being shut down takes nothing more
 * from the first moment, but its journal and its syncs end some 20 ms later: what is acknowledged in
 * between would not have been any more where the plug is pulled, so that it may be there or not.
 *
 * @param cutAtNs Monotonic time at which the power went
 */
export function saidBefore(cutAtNs: bigint, lines: readonly string[]): readonly string[] {
  return lines.map((line) => {
    const [word, , , atNs] = line.split(" ");
    return word === "stored" && atNs !== undefined && BigInt(atNs) >= cutAtNs
      ? "failed POWER_GONE"
      : line;
  });
}

/** Before the next writer: what was found on the disk stands there from now on, acknowledged or not. */
export function goOn({ acknowledged }: Said, head: Acknowledged | null): Said {
  const isNew = head !== null && head.seq > (acknowledged.at(-1)?.seq ?? 0);
  return { acknowledged: isNew ? [...acknowledged, head] : acknowledged, begun: null, unsure: [] };
}
