/** What the drawing of a bar means; only what occurs. */

import type { SeriesBar } from "@mega/contract";
import { allWords } from "../state/all-words.ts";
import { isMissing } from "./chart.tsx";

interface KeysProps {
  readonly bars: readonly SeriesBar[];
  readonly compared: boolean;
}

/** The keys below a chart, and a sentence where there are gaps. */
export function ChartKeys({ bars, compared }: KeysProps) {
  const { channel, states } = allWords.value;
  const has = (mark: SeriesBar["mark"]) => bars.some((bar) => bar.mark === mark);
  const missing = bars.some(isMissing);
  const keys = [
    { shown: has("provisional"), drawn: "nowkey", text: channel.provisionalBar },
    { shown: has("E"), drawn: "estkey", text: states.marks.E },
    { shown: has("I"), drawn: "estkey", text: states.marks.I },
    { shown: missing, drawn: "hatch", text: states.marks.gap },
    { shown: compared, drawn: "ghostkey", text: channel.compared },
  ].filter(({ shown }) => shown);
  return (
    <>
      {keys.length === 0 ? null : (
        <ul class="keys chart-keys">
          {keys.map(({ drawn, text }) => (
            <li key={text}>
              <i class={drawn} aria-hidden="true" /> {text}
            </li>
          ))}
        </ul>
      )}
      {missing ? <p class="gapnote">{channel.gapNote}</p> : null}
    </>
  );
}
