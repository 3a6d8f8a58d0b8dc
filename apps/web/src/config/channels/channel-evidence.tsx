/** What came of reading a row from this page: the indexes, how long it took, figures of the moment. */

import type { LiveValue } from "@mega/contract";
import { formatDateTime, formatDecimal } from "@mega/locale";
import { indexWords } from "../../counters/marks.tsx";
import { allWords } from "../../state/all-words.ts";
import { language, timeZone } from "../../state/session.ts";
import { outcomes } from "./read-row.ts";

const shapes = {
  waiting: "off",
  reading: "run",
  accepted: "ok",
  quarantined: "bad",
  rejected: "bad",
  missing: "bad",
} as const;

/** The evidence; nothing before the row was read. */
export function ChannelEvidence({ channelNo }: { readonly channelNo: number }) {
  const { config, counters, states } = allWords.value;
  const outcome = outcomes.value.get(channelNo);
  if (outcome === undefined) return <p class="ev muted small">{config.notReadYet}</p>;
  const { item, at } = outcome;
  const write = (decimal: string) => formatDecimal(decimal, language.value);
  const result =
    item.reason === null ? states.itemStatus[item.status] : states.reasons[item.reason];
  return (
    <div class="ev">
      <h3>{config.evidence}</h3>
      <p class="small soft">{formatDateTime(at, timeZone.value, language.value)}</p>
      <dl class="pairs">
        <dt>{counters.result}</dt>
        <dd>
          <span class={`st st--${shapes[item.status]}`}>{result}</span>
        </dd>
        {item.indexText === null ? null : (
          <>
            <dt>{counters.index("")}</dt>
            <dd>{indexWords(item.indexText, write)}</dd>
          </>
        )}
        <dt>{counters.latency}</dt>
        <dd>{item.latencyMs === null ? "—" : `${Math.round(item.latencyMs)} ms`}</dd>
        <Live values={item.live ?? []} write={write} />
      </dl>
      {item.advice === null ? null : (
        <p class="small">
          <b>{allWords.value.tests.toCheck}</b> {states.advice[item.advice]}
        </p>
      )}
    </div>
  );
}

function Live(props: {
  readonly values: readonly LiveValue[];
  readonly write: (decimal: string) => string;
}) {
  const names: Readonly<Record<string, string>> = allWords.value.channel.liveNames;
  return (
    <>
      {props.values.flatMap(({ name, value, unit }) => [
        <dt key={name}>{names[name] ?? name}</dt>,
        <dd key={`${name}-value`}>
          {props.write(value)} {unit === "1" ? "" : unit.replace("m3", "m³")}
        </dd>,
      ])}
    </>
  );
}
