/**
 * From wanted words to few reads.
 *
 * Two ranges are joined when the hole between them costs less to read along than a second question
 * (`holeWordsMax`), within what the meter's profile allows. A refused block is split at its widest
 * hole, and the seam is remembered: that block is never asked for whole again.
 */

/** Words of one value or one group of values, which are always read together. */
export interface WordRange {
  /** 3 for holding words, 4 for input words. */
  readonly functionCode: 3 | 4;
  readonly address: number;
  readonly count: number;
}

export interface ReadLimits {
  readonly maxWordsPerRead: number;
  /** Whether words nobody asked for may be read along. */
  readonly holesAllowed: boolean;
}

export interface ReadBlock {
  readonly functionCode: 3 | 4;
  readonly address: number;
  readonly count: number;
  /** Which of the wanted ranges the block holds. */
  readonly rangeIndexes: readonly number[];
}

/** Says whether two neighbours must stay in separate reads. */
export type SeamTest = (functionCode: 3 | 4, address: number) => boolean;

interface Placed extends WordRange {
  readonly index: number;
}

/**
 * Plans the reads for the wanted ranges.
 *
 * @param ranges Any order; equal and overlapping ones share a read.
 * @param limits What the meter allows.
 * @param holeWordsMax The widest hole that pays, words.
 * @param hasSeam Whether a read must not run across the start of a range at this address.
 * @returns Blocks in the order of function and address, each range in exactly one of them.
 * @throws RangeError when a range alone exceeds the limit: half a counter is no counter.
 */
export function planReads(
  ranges: readonly WordRange[],
  limits: ReadLimits,
  holeWordsMax: number,
  hasSeam: SeamTest = () => false,
): readonly ReadBlock[] {
  const most = Math.min(125, limits.maxWordsPerRead);
  const placed = ranges.map((range, index): Placed => ({ ...range, index }));
  for (const { address, count } of placed) {
    if (count < 1 || count > most) {
      throw new RangeError(`${count} words from ${address} are not 1 to ${most}.`);
    }
  }
  placed.sort((a, b) => a.functionCode - b.functionCode || a.address - b.address);
  const holeMax = limits.holesAllowed ? holeWordsMax : 0;
  const blocks: { functionCode: 3 | 4; address: number; count: number; rangeIndexes: number[] }[] =
    [];
  for (const range of placed) {
    const last = blocks.at(-1);
    const end = range.address + range.count;
    if (last !== undefined && last.functionCode === range.functionCode) {
      const lastEnd = last.address + last.count;
      const count = Math.max(lastEnd, end) - last.address;
      const touches = range.address - lastEnd <= holeMax;
      const inside = end <= lastEnd;
      const seam = !inside && hasSeam(range.functionCode, range.address);
      if (touches && count <= most && !seam) {
        last.count = count;
        last.rangeIndexes.push(range.index);
        continue;
      }
    }
    const { functionCode, address, count, index } = range;
    blocks.push({ functionCode, address, count, rangeIndexes: [index] });
  }
  return blocks;
}

/**
 * Where to split a block that was refused.
 *
 * @param block A refused block.
 * @param ranges The wanted ranges it was planned from.
 * @returns The address of the range after the widest hole, the middle one among equals; `undefined`
 *   when the block holds nothing that can be separated.
 */
export function seamOf(block: ReadBlock, ranges: readonly WordRange[]): number | undefined {
  const inside = block.rangeIndexes
    .map((index) => ranges[index])
    .filter((range) => range !== undefined)
    .sort((a, b) => a.address - b.address);
  let end = block.address;
  const candidates: { readonly address: number; readonly hole: number }[] = [];
  for (const range of inside) {
    if (range.address > block.address && range.address >= end) {
      candidates.push({ address: range.address, hole: range.address - end });
    }
    end = Math.max(end, range.address + range.count);
  }
  const widest = Math.max(...candidates.map(({ hole }) => hole));
  const among = candidates.filter(({ hole }) => hole === widest);
  return among[among.length >> 1]?.address;
}

/** The seams learned on one bus. */
export class SeamMemory {
  readonly #seams = new Set<string>();

  /** At most 4096 seams are kept; a bus of 32 meters has a few. */
  learn(unit: number, functionCode: 3 | 4, address: number): void {
    if (this.#seams.size < 4096) this.#seams.add(`${unit} ${functionCode} ${address}`);
  }

  has(unit: number, functionCode: 3 | 4, address: number): boolean {
    return this.#seams.size > 0 && this.#seams.has(`${unit} ${functionCode} ${address}`);
  }
}
