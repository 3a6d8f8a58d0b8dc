/** Where the opening index comes from: the meter, two readings around, or the display. */

import type { PeriodPreview } from "@mega/contract";
import { formatDecimal, formatQuantity, parseTypedDecimal, unitSymbol } from "@mega/locale";
import { allWords } from "../state/all-words.ts";
import { language } from "../state/session.ts";
import type { Draft } from "./draft.ts";

interface IndexProps {
  readonly draft: Draft;
  readonly preview: PeriodPreview | null;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** The choice of the index. */
export function IndexChoice({ draft, preview, onChange }: IndexProps) {
  const { period, problems, states } = allWords.value;
  const past = draft.start === "past";
  const readable = preview?.canRead ?? true;
  const readNote = past ? period.readOnlyNow : readable ? "" : problems.fields["no-reading"];
  const at = (preview?.counters ?? []).map(({ atEffective, unit }) =>
    atEffective === null
      ? "—"
      : `${formatQuantity(atEffective.index, unit, language.value)} (${states.marks[markOf[atEffective.method]]})`,
  );
  const option = (index: Draft["index"], text: string, allowed: boolean, note: string) => (
    <label class={allowed ? "" : "not"}>
      <input
        type="radio"
        name="index"
        checked={draft.index === index}
        disabled={!allowed}
        onChange={() => onChange({ index })}
      />
      <span>{text}</span>
      <output>{note}</output>
    </label>
  );
  return (
    <fieldset class="how">
      <legend class="label">{period.index}</legend>
      {option("read", period.read, !past && readable, readNote)}
      {option(
        "interpolated",
        period.interpolated,
        past,
        past ? at.join(" · ") : period.interpolatedOnlyPast,
      )}
      {option("person", period.person, true, "")}
      {draft.index === "person" ? (
        <div class="from">
          {(preview?.counters ?? []).map((counter) => (
            <TypedIndex
              key={counter.counterNo}
              counter={counter}
              typed={draft.typed[String(counter.counterNo)] ?? ""}
              onTyped={(text) =>
                onChange({ typed: { ...draft.typed, [String(counter.counterNo)]: text } })
              }
            />
          ))}
        </div>
      ) : null}
    </fieldset>
  );
}

const markOf = { actual: "actual", interpolated: "I", estimated: "E", latest: "latest" } as const;

function TypedIndex(props: {
  readonly counter: PeriodPreview["counters"][number];
  readonly typed: string;
  readonly onTyped: (text: string) => void;
}) {
  const { period } = allWords.value;
  const { counterNo, unit, latest } = props.counter;
  const id = `period-index-${counterNo}`;
  const understood = parseTypedDecimal(props.typed, language.value);
  const example = formatDecimal(latest?.index ?? "1234.5", language.value);
  const wrong = props.typed !== "" && understood === undefined;
  return (
    <div class="field">
      <label for={id}>{period.typed(String(counterNo), unitSymbol(unit))}</label>
      <input
        class="input"
        id={id}
        inputMode="decimal"
        autocomplete="off"
        value={props.typed}
        aria-invalid={wrong}
        aria-describedby={`${id}-hint`}
        onInput={(event) => props.onTyped(event.currentTarget.value)}
      />
      <small id={`${id}-hint`} class={wrong ? "err" : ""}>
        {understood === undefined
          ? period.badIndex(example)
          : period.understood(formatQuantity(understood, unit, language.value))}
      </small>
    </div>
  );
}
