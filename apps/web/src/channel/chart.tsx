/**
 * Bars of one counter. A gap is hatched and never 0, an estimated figure is outlined, a span that
 * runs is striped; comparison stands as an outline around. Heights go through the DOM, as the
 * content policy forbids inline styles; they are the only use of floats and carry no figure.
 */

import type { SeriesBar } from "@mega/contract";
import { useEffect, useRef } from "preact/hooks";

/** One bar with the bar it is compared with. */
export interface ChartBar {
  readonly bar: SeriesBar;
  readonly compared: SeriesBar | undefined;
  readonly tick: string;
  readonly title: string;
}

interface ChartProps {
  readonly bars: readonly ChartBar[];
  /** Text summary for those who do not see the bars. */
  readonly summary: string;
  /** Class of the medium, which gives the colour. */
  readonly medium: string;
  /** Bars hang from the axis: what is given to the grid. */
  readonly below: boolean;
}

/** A chart of bars with its axis and ticks. */
export function Chart({ bars, summary, medium, below }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const highest = Math.max(
    ...bars.flatMap(({ bar, compared }) => [valueOf(bar), valueOf(compared)]),
  );
  const top = niceTop(highest);
  useEffect(() => {
    const elements = box.current?.children ?? [];
    bars.forEach(({ bar, compared }, index) => {
      const element = elements[index];
      if (!(element instanceof HTMLElement)) return;
      element.style.setProperty("--v", String(Math.max(valueOf(bar) / top, 0.001)));
      element.style.setProperty("--g", String(valueOf(compared) / top));
    });
  });
  const crowded = bars.length > 16;
  return (
    <div class={`chart ${medium}${crowded ? " many" : ""}${below ? " below" : ""}`}>
      <div ref={box} class="bars" role="img" aria-label={summary}>
        {bars.map(({ bar, compared, title }) => (
          <i key={bar.from} class={barClass(bar, compared)} title={title} />
        ))}
      </div>
      {below ? null : (
        <div class="ticks" aria-hidden="true">
          {bars.map(({ bar, tick }, index) => (
            <span key={bar.from}>{crowded && index % tickStep(bars.length) !== 0 ? "" : tick}</span>
          ))}
        </div>
      )}
    </div>
  );
}

function tickStep(count: number): number {
  return count > 27 ? 5 : 6;
}

function barClass(bar: SeriesBar, compared: SeriesBar | undefined): string {
  const outline = compared?.consumption == null ? "" : " over";
  if (bar.consumption === null) return `gap${outline}`;
  if (bar.mark === "provisional") return `now${outline}`;
  return bar.mark === "E" || bar.mark === "I" ? `est${outline}` : `full${outline}`;
}

function valueOf(bar: SeriesBar | undefined): number {
  const value = bar?.consumption == null ? 0 : Number(bar.consumption);
  return Number.isFinite(value) ? Math.max(0, value) : 0;
}

/** The least of 1, 1.5, 2, 3, 5, 8 × a power of ten that is not below the value. */
export function niceTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 3, 5, 8, 10].find((candidate) => candidate * power >= value) ?? 10;
  return step * power;
}
