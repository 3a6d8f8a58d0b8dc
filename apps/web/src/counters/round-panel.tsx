/** The round that runs: how far it is, and at its end every channel with what to check. */

import type { RoundItem, RoundState } from "@mega/contract";
import { formatDecimal } from "@mega/locale";
import { useEffect, useRef } from "preact/hooks";
import { round, roundShown, table } from "../state/readings.ts";
import { language, words } from "../state/session.ts";
import { indexWords } from "./marks.tsx";

/** Shown once a round was asked for, until it is dismissed. */
export function RoundPanel() {
  const state = round.value;
  const bar = useRef<HTMLElement>(null);
  const share = state === null || state.total === 0 ? 0 : (100 * state.done) / state.total;
  useEffect(() => {
    bar.current?.style.setProperty("--v", String(share));
  });
  if (state === null || !roundShown.value) return null;
  const { counters, shell } = words.value;
  const running = state.endedAt === null;
  const text = counters.progress(String(state.done), String(state.total));
  return (
    <section class="card round no-print" aria-labelledby="round-title">
      <div class="card-head">
        <h2 id="round-title" class={running ? "st st--run" : "st st--ok"}>
          {running ? counters.roundRunning : counters.roundEnded}
        </h2>
        <p class="small soft">
          {text}
          {state.problems === 0 ? "" : ` · ${counters.progressProblems(String(state.problems))}`}
        </p>
        <button
          type="button"
          class="btn btn--quiet"
          onClick={() => {
            roundShown.value = false;
          }}
        >
          {shell.close}
        </button>
      </div>
      <div
        class="progress"
        role="progressbar"
        aria-label={counters.roundRunning}
        aria-valuemin={0}
        aria-valuemax={state.total}
        aria-valuenow={state.done}
        aria-valuetext={text}
      >
        <i ref={bar} />
      </div>
      {running ? <p class="small muted">{counters.roundCloses}</p> : null}
      <details {...(state.problems > 0 && !running ? { open: true } : {})}>
        <summary>{counters.roundItems}</summary>
        <RoundItems />
      </details>
    </section>
  );
}

function RoundItems() {
  const { counters, states } = words.value;
  const items = worstFirst(round.value);
  const nameOf = (channelNo: number) =>
    table.value?.rows.find((row) => row.channelNo === channelNo)?.name ?? "";
  const shape = {
    waiting: "off",
    reading: "run",
    accepted: "ok",
    quarantined: "bad",
    rejected: "bad",
    missing: "bad",
  };
  const write = (decimal: string) => formatDecimal(decimal, language.value);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard.
    <section class="scroll" tabIndex={0} aria-label={counters.roundItems}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{counters.ch}</th>
            <th scope="col">{counters.name}</th>
            <th scope="col">{counters.result}</th>
            <th scope="col" class="num">
              {counters.latency}
            </th>
            <th scope="col">{counters.advice}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.channelNo}>
              <th scope="row">CH{item.channelNo}</th>
              <td>{nameOf(item.channelNo)}</td>
              <td>
                <span class={`st st--${shape[item.status]}`}>
                  {item.reason === null
                    ? item.indexText === null
                      ? states.itemStatus[item.status]
                      : indexWords(item.indexText, write)
                    : states.reasons[item.reason]}
                </span>
              </td>
              <td class="num">
                {item.latencyMs === null ? "—" : `${Math.round(item.latencyMs)} ms`}
              </td>
              <td>{item.advice === null ? "" : states.advice[item.advice]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** While the round runs the channels keep their order; then what is to be checked comes first. */
function worstFirst(state: RoundState | null): readonly RoundItem[] {
  if (state === null) return [];
  if (state.endedAt === null) return state.items;
  const well = (item: RoundItem) => item.status === "accepted";
  return [...state.items.filter((item) => !well(item)), ...state.items.filter(well)];
}
