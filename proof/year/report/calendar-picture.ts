/** Channels by months, each field in the colour of its mark. */

import type { ChannelMonthResult } from "../compare/difference.ts";
import { markClass, marks, shownAs } from "./marks.ts";
import { label, picture } from "./picture.ts";

const cell = 7;
const left = 58;
const top = 18;

/** The calendar: a column for each channel, a line for each month. */
export function calendarPicture(results: readonly ChannelMonthResult[]): string {
  const months = [...new Set(results.map(({ month }) => month))].sort();
  const channels = Math.max(0, ...results.map(({ channelNo }) => channelNo));
  const fields = results.map((result) => {
    const shown = shownAs(result);
    const x = left + (result.channelNo - 1) * cell;
    const y = top + months.indexOf(result.month) * cell * 2;
    const word = marks.find(({ mark }) => mark === shown)?.word ?? shown;
    const tip = `channel ${result.channelNo}, ${result.month}: ${word}`;
    return (
      `<rect x="${x}" y="${y}" width="${cell - 1}" height="${cell * 2 - 1}" rx="1" ` +
      `class="${markClass(shown)}"><title>${tip}</title></rect>`
    );
  });
  const lines = months.map((month, at) => label(0, top + at * cell * 2 + 11, month));
  const heads: string[] = [];
  for (let channelNo = 1; channelNo <= channels; channelNo += channelNo === 1 ? 7 : 8) {
    heads.push(label(left + (channelNo - 0.5) * cell, 11, String(channelNo), "middle"));
  }
  const width = left + channels * cell + 8;
  const height = top + months.length * cell * 2 + 2;
  const title = "Channels and months by mark";
  return picture(width, height, title, [...lines, ...heads, ...fields].join(""));
}
