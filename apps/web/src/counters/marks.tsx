/** Marks of figures and states of channels: a shape and a word, colour last. */

import type { ChannelRow } from "@mega/contract";
import { formatDayMonth, formatTime } from "@mega/locale";
import { language, timeZone, words } from "../state/session.ts";

const drawn: Readonly<Record<string, readonly [letter: string, name: string]>> = {
  I: ["I", "m m-i"],
  E: ["E", "m m-e"],
  Q: ["Q", "m m-q"],
  S: ["S", "m m-s"],
  person: ["M", "m m-i"],
  held: ["=", "m m-i"],
};

/** Whether anything is drawn behind a figure with this mark. */
export function isDrawn(mark: string | null): mark is string {
  return mark !== null && drawn[mark] !== undefined;
}

/** The mark of a figure; its word is read aloud and stands in the legend. */
export function Mark({ mark }: { readonly mark: string | null }) {
  const found = mark === null ? undefined : drawn[mark];
  if (found === undefined || mark === null) return null;
  const meanings: Readonly<Record<string, string>> = words.value.states.marks;
  const meaning = meanings[mark] ?? mark;
  return (
    <>
      <i class={found[1]} title={meaning} aria-hidden="true">
        {found[0]}
      </i>
      <span class="vh"> {meaning}</span>
    </>
  );
}

/** What the marks mean. */
export function Legend() {
  const { marks } = words.value.states;
  const { legend } = words.value.counters;
  return (
    <ul class="keys" aria-label={legend}>
      <li>
        <i class="m m-p" aria-hidden="true">
          *
        </i>
        {marks.provisional}
      </li>
      {(["I", "E", "Q", "S", "person", "held"] as const).map((mark) => (
        <li key={mark}>
          <i class={drawn[mark]?.[1] ?? "m"} aria-hidden="true">
            {drawn[mark]?.[0]}
          </i>
          {marks[mark]}
        </li>
      ))}
      <li>
        <i class="m" aria-hidden="true">
          —
        </i>
        {marks.missing}
      </li>
      <li>
        <i class="m" aria-hidden="true">
          ◐
        </i>
        {marks.partial}
      </li>
    </ul>
  );
}

const shapes: Readonly<Record<ChannelRow["state"], string>> = {
  ok: "st st--ok",
  late: "st st--warn",
  silent: "st st--bad",
  quarantined: "st st--bad",
  never: "st st--off",
  unused: "st st--off",
};

interface StateProps {
  readonly row: ChannelRow;
  /** The reason alone, where room is short; the hint says since when. */
  readonly short?: boolean;
}

/** The state of a channel with its reason and since when. */
export function ChannelStateText({ row, short = false }: StateProps) {
  const { states } = words.value;
  const state = states.channel[row.state];
  const { problem } = row;
  if (problem === null) return <StateText state={row.state} text={state} hint={state} />;
  const reason = states.reasons[problem.reason];
  const text = states.since(reason, shortTime(problem.since, language.value, timeZone.value));
  return <StateText state={row.state} text={short ? reason : text} hint={`${state}: ${text}`} />;
}

function StateText(props: {
  readonly state: ChannelRow["state"];
  readonly text: string;
  readonly hint: string;
}) {
  return (
    <span class={shapes[props.state]} title={props.hint}>
      <span class="st-t">{props.text}</span>
    </span>
  );
}

/** "02/05 18:03". */
export function shortTime(
  instant: string,
  inLanguage: typeof language.value,
  zone: string,
): string {
  return `${formatDayMonth(instant, zone, inLanguage)} ${formatTime(instant, zone)}`;
}

/** "9634.865 kWh" of the wire as people write it. */
export function indexWords(text: string, write: (decimal: string) => string): string {
  return text.replace(/-?\d+(?:\.\d+)?(?=\s)/g, write).replaceAll("m3", "m³");
}
