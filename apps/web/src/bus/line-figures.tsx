/** The figures of the line: how busy, how quick, how sound. */

import type { BusHealth } from "@mega/contract";
import { allWords } from "../state/all-words.ts";
import { count, percent, written } from "./bus-figures.ts";

/** Counts of attempts by class, in the order in which people look. */
const shownCounts = [
  "answered",
  "exceptions",
  "timeouts",
  "badCrcs",
  "wrongReplies",
  "busDowns",
  "lateReplies",
  "overlongReplies",
] as const;

/** The card of figures. */
export function LineFigures({ health }: { readonly health: BusHealth }) {
  const { bus } = allWords.value;
  const { counts } = health;
  const failed = counts.timeouts + counts.badCrcs + counts.wrongReplies + counts.busDowns;
  const attempts = failed + counts.answered + counts.exceptions;
  const errors = attempts === 0 ? null : Math.round((failed * 1000) / attempts);
  return (
    <section class="card" aria-label={bus.stats}>
      <dl class="bus-stats">
        <Figure name={bus.occupied} value={percent(health.busyPermille)} unit="%" />
        <Figure name={bus.questions} value={count(health.attemptsPerHour)} unit={bus.perHour} />
        <Figure name={bus.median} value={written(health.latencyP50Ms)} unit="" />
        <Figure name={bus.errors} value={percent(errors)} unit={errors === null ? "" : "%"} />
        <Figure name={bus.round} value={written(health.roundTookMs)} unit="" />
      </dl>
      <ul class="keys bus-counts">
        {shownCounts
          .filter((name) => name === "answered" || counts[name] > 0)
          .map((name) => (
            <li key={name}>
              <b>{count(counts[name])}</b> {bus.counts[name]}
            </li>
          ))}
      </ul>
    </section>
  );
}

function Figure(props: { readonly name: string; readonly value: string; readonly unit: string }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>
        {props.value} <small>{props.unit}</small>
      </dd>
    </div>
  );
}
