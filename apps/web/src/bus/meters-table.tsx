/** The meters of a line, the sickest first, each with its day. */

import type { MeterHealth } from "@mega/contract";
import { allWords } from "../state/all-words.ts";
import { mayInstall } from "../state/rights.ts";
import { channelNames, percent, plainMs } from "./bus-figures.ts";
import { LatencyStrip } from "./latency-strip.tsx";
import { testedMeter } from "./tested-meter.ts";

const looks = { answers: "ok", errors: "warn", silent: "bad", unasked: "off" } as const;

/** The table. */
export function MetersTable({ meters }: { readonly meters: readonly MeterHealth[] }) {
  const { bus } = allWords.value;
  if (meters.length === 0) return null;
  return (
    <section class="card" aria-labelledby="meters-title">
      <div class="card-head">
        <h2 id="meters-title">{bus.meters}</h2>
        <span class="small soft">{bus.metersHint}</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard. */}
      <section class="scroll" tabIndex={0} aria-label={bus.metersRegion}>
        <table class="table lt">
          <thead>
            <tr>
              <th scope="col">{bus.device}</th>
              <th scope="col">{bus.lastDay}</th>
              <th scope="col" class="num">
                p50 ms
              </th>
              <th scope="col" class="num">
                p95 ms
              </th>
              <th scope="col" class="num">
                {bus.errorShare} %
              </th>
              <th scope="col">{bus.state}</th>
              <th scope="col">
                <span class="vh">{bus.test.button}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {meters.map((meter) => (
              <Line key={meter.meterId} meter={meter} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Line({ meter }: { readonly meter: MeterHealth }) {
  const { bus } = allWords.value;
  const { meterId, channels, state, latencyP50Ms, latencyP95Ms, errorPermille } = meter;
  const known = channelNames(channels.map(({ channelNo }) => channelNo));
  const name = known === "" ? meterId : known;
  return (
    <tr>
      <th scope="row">
        {name} <span class="muted">{bus.address(String(meter.address))}</span>
      </th>
      <td class="lat">
        <LatencyStrip strip={meter.strip} name={name} />
      </td>
      <td class="num">{plainMs(latencyP50Ms)}</td>
      <td class="num">{plainMs(latencyP95Ms)}</td>
      <td class="num">{percent(errorPermille)}</td>
      <td>
        <span class={`st st--${looks[state]}`}>{stateText(meter)}</span>
      </td>
      <td class="num">
        {mayInstall() ? (
          <button
            type="button"
            class="btn"
            aria-label={`${bus.test.button} ${name}`}
            onClick={() => {
              testedMeter.value = { kind: "meter", meterId };
            }}
          >
            {bus.test.button}
          </button>
        ) : null}
      </td>
    </tr>
  );
}

/** Of a meter with errors the class that is met most. */
function stateText({ state, counts }: MeterHealth): string {
  const { bus } = allWords.value;
  if (state !== "errors") return bus.states[state];
  const met = [
    ["badCrcs", bus.classes.crc],
    ["wrongReplies", bus.classes["wrong-reply"]],
    ["exceptions", bus.classes.exception],
  ] as const;
  const [most] = [...met].sort(([a], [b]) => counts[b] - counts[a]);
  return most?.[1] ?? bus.states.errors;
}
