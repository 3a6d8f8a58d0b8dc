/** Last index of the old meter and first one of the new, for each counter. */

import type { ExchangePreview } from "@mega/contract";
import {
  formatDateTime,
  formatDecimal,
  formatQuantity,
  parseTypedDecimal,
  unitSymbol,
} from "@mega/locale";
import { allWords } from "../state/all-words.ts";
import { language, timeZone } from "../state/session.ts";
import type { ExchangeDraft } from "./draft.ts";

interface IndexFieldsProps {
  readonly draft: ExchangeDraft;
  readonly counters: ExchangePreview["counters"];
  readonly onChange: (part: Partial<ExchangeDraft>) => void;
}

/** A pair of fields for each counter. */
export function IndexFields({ draft, counters, onChange }: IndexFieldsProps) {
  return (
    <>
      {counters.map((counter) => (
        <CounterFields
          key={counter.counterId}
          draft={draft}
          counter={counter}
          onChange={onChange}
        />
      ))}
    </>
  );
}

function CounterFields(props: {
  readonly draft: ExchangeDraft;
  readonly counter: ExchangePreview["counters"][number];
  readonly onChange: (part: Partial<ExchangeDraft>) => void;
}) {
  const { exchange, states } = allWords.value;
  const { draft, onChange } = props;
  const { counterId, unit, latest, firstWaiting } = props.counter;
  const names: Readonly<Record<string, string>> = states.counterIds;
  const name = names[counterId] ?? counterId;
  const said = ({ index, takenAt }: typeof latest): readonly [string, string] => [
    formatQuantity(index, unit, language.value),
    formatDateTime(takenAt, timeZone.value, language.value),
  ];
  const back = draft.kind === "set-back";
  const endLabel = back ? exchange.endBefore : exchange.oldEnd;
  const startLabel = back ? exchange.startAfter : exchange.newStart;
  return (
    <div class="from">
      <IndexField
        id={`exchange-end-${counterId}`}
        label={endLabel(name, unitSymbol(unit))}
        hint={exchange.latest(...said(latest))}
        typed={draft.oldEnds[counterId] ?? ""}
        onTyped={(text) => onChange({ oldEnds: { ...draft.oldEnds, [counterId]: text } })}
      />
      <IndexField
        id={`exchange-start-${counterId}`}
        label={startLabel(name, unitSymbol(unit))}
        hint={firstWaiting === null ? "" : exchange.first(...said(firstWaiting))}
        typed={draft.newStarts[counterId] ?? ""}
        onTyped={(text) => onChange({ newStarts: { ...draft.newStarts, [counterId]: text } })}
      />
    </div>
  );
}

function IndexField(props: {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly typed: string;
  readonly onTyped: (text: string) => void;
}) {
  const { id, label, hint, typed } = props;
  const wrong = typed !== "" && parseTypedDecimal(typed, language.value) === undefined;
  const example = formatDecimal("1234.5", language.value);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        class="input"
        id={id}
        inputMode="decimal"
        autocomplete="off"
        value={typed}
        aria-invalid={wrong}
        aria-describedby={`${id}-hint`}
        onInput={(event) => props.onTyped(event.currentTarget.value)}
      />
      <small id={`${id}-hint`} class={wrong ? "err" : ""}>
        {wrong ? allWords.value.period.badIndex(example) : hint}
      </small>
    </div>
  );
}
