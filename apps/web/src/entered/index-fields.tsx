/** What the display shows, one field for each counter, with the last index beside it. */

import type { EnteredIndexPreview } from "@mega/contract";
import { formatDateTime, formatDecimal, parseTypedDecimal, unitSymbol } from "@mega/locale";
import { allWords } from "../state/all-words.ts";
import { language, timeZone } from "../state/session.ts";
import type { EnteredDraft } from "./draft.ts";

interface FieldsProps {
  readonly draft: EnteredDraft;
  readonly known: EnteredIndexPreview;
  readonly onChange: (part: Partial<EnteredDraft>) => void;
}

/** The fields; a phone shows digits for them. */
export function IndexFields({ draft, known, onChange }: FieldsProps) {
  return (
    <>
      {known.counters.map((counter) => (
        <IndexField
          key={counter.counterId}
          counter={counter}
          typed={draft.indexes[counter.counterId] ?? ""}
          onTyped={(text) =>
            onChange({ indexes: { ...draft.indexes, [counter.counterId]: text }, confirmed: false })
          }
        />
      ))}
    </>
  );
}

function IndexField(props: {
  readonly counter: EnteredIndexPreview["counters"][number];
  readonly typed: string;
  readonly onTyped: (text: string) => void;
}) {
  const { entered, period, states } = allWords.value;
  const { counterId, unit, decimals, latest } = props.counter;
  const names: Readonly<Record<string, string>> = states.counterIds;
  const id = `entered-${counterId}`;
  const wrong = props.typed !== "" && parseTypedDecimal(props.typed, language.value) === undefined;
  const hint =
    latest === null
      ? entered.first
      : entered.latest(
          `${formatDecimal(latest.index, language.value)} ${unitSymbol(unit)}`,
          formatDateTime(latest.takenAt, timeZone.value, language.value),
        );
  const example = formatDecimal(latest?.index ?? "1234.5", language.value);
  return (
    <div class="field">
      <label for={id}>{entered.index(names[counterId] ?? counterId, unitSymbol(unit))}</label>
      <input
        class="input"
        id={id}
        inputMode={decimals === 0 ? "numeric" : "decimal"}
        autocomplete="off"
        value={props.typed}
        aria-invalid={wrong}
        aria-describedby={`${id}-hint`}
        onInput={(event) => props.onTyped(event.currentTarget.value)}
      />
      <small id={`${id}-hint`} class={wrong ? "err" : ""}>
        {wrong ? period.badIndex(example) : hint}
      </small>
    </div>
  );
}

/** When the display was read, in the building's zone; the end of a month where one is awaited. */
export function TimeFields({ draft, known, onChange }: FieldsProps) {
  const { entered, period } = allWords.value;
  const written = (instant: string) => formatDateTime(instant, timeZone.value, language.value);
  const field = (kind: "date" | "time") => (
    <div class="field">
      <label for={`entered-${kind}`}>{period[kind]}</label>
      <input
        class="input"
        id={`entered-${kind}`}
        type={kind}
        value={draft[kind]}
        aria-describedby="entered-span"
        onInput={(event) => onChange({ [kind]: event.currentTarget.value, confirmed: false })}
      />
    </div>
  );
  return (
    <fieldset class="how">
      <legend class="label">{entered.readAt}</legend>
      <div class="from">
        {field("date")}
        {field("time")}
        <p class="hint" id="entered-span">
          {known.after === null ? "" : entered.after(written(known.after))}
        </p>
      </div>
    </fieldset>
  );
}
