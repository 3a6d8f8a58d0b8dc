/**
 * Bars of one counter. A gap is hatched and never 0, an estimated figure is outlined, a span that
 * runs is striped; comparison stands as an outline around. Heights go through the DOM, as the
 * content policy forbids inline styles; they are the only use of floats and carry no figure.
 */

import type { SeriesBar } from "@mega/contract";
import { shiftDecimal } from "@mega/locale";
import { useLayoutEffect, useRef } from "preact/hooks";

/** One bar with the bar it is compared with. */
export interface ChartBar {
  readonly bar: SeriesBar;
  readonly compared: SeriesBar | undefined;
  readonly tick: string;
  readonly title: string;
}

interface ChartProps {
  readonly bars: readonly ChartBar[];
  /** Consumption at the upper end of the axis. */
  readonly top: number;
  /** Text summary for those who do not see the bars. */
  readonly summary: string;
  /** Class of the medium, which gives the colour. */
  readonly medium: string;
  /** Bars hang from the axis: what is given to the grid. */
  readonly below: boolean;
}

/** With more bars than these only some of them are named. */
const NAMED_BARS_MAX = 16;

/** A chart of bars with its ticks. */
export function Chart({ bars, top, summary, medium, below }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const elements = box.current?.children ?? [];
    bars.forEach(({ bar, compared }, index) => {
      const element = elements[index];
      if (!(element instanceof HTMLElement)) return;
      element.style.setProperty("--v", String(heightOf(bar) / top));
      element.style.setProperty("--g", String(heightOf(compared) / top));
    });
  });
  const crowded = bars.length > NAMED_BARS_MAX;
  return (
    <div class={`chart ${medium}${crowded ? " many" : ""}`}>
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

/** Days are named in fives, hours in sixes. */
function tickStep(count: number): number {
  return count > 27 ? 5 : 6;
}

function barClass(bar: SeriesBar, compared: SeriesBar | undefined): string {
  const outline = compared?.consumption == null ? "" : " over";
  if (bar.consumption === null) return `${isMissing(bar) ? "gap" : "void"}${outline}`;
  if (bar.mark === "provisional") return `now${outline}`;
  return bar.mark === "E" || bar.mark === "I" ? `est${outline}` : `full${outline}`;
}

/** Whether a figure is owed: bars to come, and those before the period, owe none. */
export function isMissing({ consumption, mark }: SeriesBar): boolean {
  return consumption === null && mark !== null && mark !== "provisional";
}

function heightOf(bar: SeriesBar | undefined): number {
  const value = bar?.consumption == null ? 0 : Number(bar.consumption);
  return Number.isFinite(value) ? Math.max(0, value) : 0;
}

/** The least of 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 × a power of ten that is not below the value, as exact text. */
export function niceTop(value: number): string {
  if (value <= 0) return "1";
  const exponent = Math.floor(Math.log10(value));
  const steps = ["1", "1.5", "2", "2.5", "3", "4", "5", "6", "8"];
  const step = steps.find((candidate) => Number(candidate) * 10 ** exponent >= value) ?? "10";
  return shiftDecimal(step, exponent);
}
