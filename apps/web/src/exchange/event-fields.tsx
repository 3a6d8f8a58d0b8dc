/** What happened and when: another meter or the same one, the time, the serial numbers. */

import type { ExchangePreview } from "@mega/contract";
import { formatDateTime } from "@mega/locale";
import { allWords } from "../state/all-words.ts";
import { language, timeZone } from "../state/session.ts";
import type { ExchangeDraft } from "./draft.ts";

interface EventFieldsProps {
  readonly draft: ExchangeDraft;
  readonly preview: ExchangePreview;
  readonly onChange: (part: Partial<ExchangeDraft>) => void;
}

const written = (instant: string) => formatDateTime(instant, timeZone.value, language.value);

/** The choice of what happened. */
export function KindChoice({ draft, onChange }: Omit<EventFieldsProps, "preview">) {
  const { exchange } = allWords.value;
  const option = (kind: ExchangeDraft["kind"], text: string) => (
    <label>
      <input
        type="radio"
        name="kind"
        checked={draft.kind === kind}
        onChange={() => onChange({ kind })}
      />
      <span>{text}</span>
    </label>
  );
  return (
    <fieldset class="how">
      <legend class="label">{exchange.kind}</legend>
      {option("exchanged", exchange.exchanged)}
      {option("set-back", exchange.setBack)}
    </fieldset>
  );
}

/** Date and time in the building's zone, with the span in which they may lie. */
export function TimeFields({ draft, preview, onChange }: EventFieldsProps) {
  const { exchange, period } = allWords.value;
  const { after, until } = preview;
  return (
    <fieldset class="how">
      <legend class="label">{exchange.legend}</legend>
      <div class="from">
        <div class="field">
          <label for="exchange-date">{period.date}</label>
          <input
            class="input"
            id="exchange-date"
            type="date"
            value={draft.date}
            aria-describedby="exchange-span"
            onInput={(event) => onChange({ date: event.currentTarget.value })}
          />
        </div>
        <div class="field">
          <label for="exchange-time">{period.time}</label>
          <input
            class="input"
            id="exchange-time"
            type="time"
            value={draft.time}
            aria-describedby="exchange-span"
            onInput={(event) => onChange({ time: event.currentTarget.value })}
          />
        </div>
        <p class="hint" id="exchange-span">
          {after === null
            ? exchange.until(written(until))
            : exchange.between(written(after), written(until))}
        </p>
      </div>
    </fieldset>
  );
}

/** Both serial numbers; a meter that was set back keeps its own. */
export function SerialFields({ draft, preview, onChange }: EventFieldsProps) {
  const { exchange } = allWords.value;
  return (
    <div class="from">
      <div class="field">
        <span class="label">{exchange.oldSerial}</span>
        <output>{preview.oldSerialNumber ?? "—"}</output>
      </div>
      {draft.kind === "set-back" ? null : (
        <div class="field">
          <label for="exchange-serial">{exchange.newSerial}</label>
          <input
            class="input"
            id="exchange-serial"
            autocomplete="off"
            maxLength={128}
            value={draft.serialNumber}
            onInput={(event) => onChange({ serialNumber: event.currentTarget.value })}
          />
        </div>
      )}
    </div>
  );
}
