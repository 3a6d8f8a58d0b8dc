/** The columns before the months: as wide as what stands in them, their heads included. */

import type { Block } from "./block.ts";
import { type Measure, PAGE } from "./page.ts";

const GAP = 5;
/** Longer names are broken. */
const NAME_WIDTH_MAX = 84;

/** Heads of the columns; empty where a column is not ticked. */
export interface LeadHeads {
  readonly channel: string;
  readonly name: string;
  readonly times: readonly string[];
  readonly line: string;
}

/** Left edges of the columns, and where the months begin. */
export interface LeadColumns {
  readonly channelLeft: number;
  readonly nameLeft: number;
  readonly nameWidth: number;
  readonly timesLeft: number;
  readonly labelLeft: number;
  readonly monthsLeft: number;
}

/** The columns; one in which nothing stands takes no room. */
export function leadColumns(
  blocks: readonly Block[],
  heads: LeadHeads,
  measure: Measure,
): LeadColumns {
  const widest = (texts: readonly string[]) =>
    Math.max(0, ...texts.map((text) => measure(text, "bold")));
  const after = (left: number, width: number) => (width === 0 ? left : left + width + GAP);
  const channelLeft = PAGE.margin;
  const channels = widest([heads.channel, ...blocks.map(({ channel }) => channel)]);
  const nameLeft = after(channelLeft, channels);
  const names = widest([heads.name, ...blocks.flatMap(({ name, notes }) => [name, ...notes])]);
  const nameWidth = Math.min(NAME_WIDTH_MAX, names);
  const timesLeft = after(nameLeft, nameWidth);
  const times = widest([...heads.times, ...blocks.flatMap((block) => block.times)]);
  const labelLeft = after(timesLeft, times);
  const labels = blocks.flatMap(({ lines }) => lines.map(({ label }) => label));
  const monthsLeft = after(labelLeft, widest([heads.line, ...labels]));
  return { channelLeft, nameLeft, nameWidth, timesLeft, labelLeft, monthsLeft };
}
