/** The day of a line in 96 cells, and the same as a table for those who do not see colours. */

import type { BusCell } from "@mega/contract";
import { allWords } from "../state/all-words.ts";
import { clock, count, percent } from "./bus-figures.ts";

/** A cell with more failures than one in so many is bad. */
const BAD_ONE_IN = 4;

/** The card of the day. */
export function DayStrip({ cells }: { readonly cells: readonly BusCell[] }) {
  const { bus } = allWords.value;
  const asked = cells.filter(({ attempts }) => attempts > 0);
  const failed = cells.reduce((sum, cell) => sum + cell.failed, 0);
  const attempts = cells.reduce((sum, cell) => sum + cell.attempts, 0);
  const summary = `${bus.day}: ${count(attempts)} ${bus.questions}, ${count(failed)} ${bus.failed}`;
  const ticks = cells.filter((_, index) => index % 16 === 0);
  return (
    <section class="card" aria-labelledby="day-title">
      <div class="card-head">
        <h2 id="day-title">{bus.day}</h2>
        <span class="small soft">{bus.dayHint}</span>
      </div>
      <div class="day" role="img" aria-label={summary}>
        {cells.map((cell) => (
          <i key={cell.at} class={lookOf(cell)} title={titleOf(cell)} />
        ))}
      </div>
      <div class="day-ticks" aria-hidden="true">
        {ticks.map(({ at }) => (
          <span key={at}>{clock(at)}</span>
        ))}
      </div>
      <details>
        <summary>{bus.showData}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard. */}
        <section class="scroll" tabIndex={0} aria-label={`${bus.day}, ${bus.quarter}`}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{bus.quarter}</th>
                <th scope="col" class="num">
                  {bus.questions}
                </th>
                <th scope="col" class="num">
                  {bus.failed}
                </th>
                <th scope="col" class="num">
                  {bus.occupied.split(",")[0]} (%)
                </th>
              </tr>
            </thead>
            <tbody>
              {asked.map((cell) => (
                <tr key={cell.at}>
                  <th scope="row">{clock(cell.at)}</th>
                  <td class="num">{count(cell.attempts)}</td>
                  <td class="num">{count(cell.failed)}</td>
                  <td class="num">{percent(cell.busyPermille)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </section>
  );
}

function lookOf({ attempts, failed }: BusCell): string {
  if (attempts === 0) return "";
  if (failed === 0) return "ok";
  return failed * BAD_ONE_IN > attempts ? "bad" : "warn";
}

function titleOf({ at, attempts, failed }: BusCell): string {
  const { bus } = allWords.value;
  return `${clock(at)}: ${count(attempts)} ${bus.questions}, ${count(failed)} ${bus.failed}`;
}
