/** When the period starts: at once, or earlier at a local time of the building. */

import { allWords } from "../state/all-words.ts";
import type { Draft, Effective } from "./draft.ts";

interface StartProps {
  readonly draft: Draft;
  readonly effective: Effective;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** The choice of the start. A change of it moves the index to what is possible. */
export function StartChoice({ draft, effective, onChange }: StartProps) {
  const { period } = allWords.value;
  return (
    <fieldset class="how">
      <legend class="label">{period.when}</legend>
      <label>
        <input
          type="radio"
          name="start"
          checked={draft.start === "now"}
          onChange={() =>
            onChange({ start: "now", index: draft.index === "interpolated" ? "read" : draft.index })
          }
        />
        <span>{period.now}</span>
      </label>
      <label>
        <input
          type="radio"
          name="start"
          checked={draft.start === "past"}
          onChange={() =>
            onChange({
              start: "past",
              index: draft.index === "read" ? "interpolated" : draft.index,
            })
          }
        />
        <span>{period.past}</span>
      </label>
      {draft.start === "now" ? null : (
        <div class="from">
          <div class="field">
            <label for="period-date">{period.date}</label>
            <input
              class="input"
              id="period-date"
              type="date"
              value={draft.date}
              onInput={(event) => onChange({ date: event.currentTarget.value })}
            />
          </div>
          <div class="field">
            <label for="period-time">{period.time}</label>
            <input
              class="input"
              id="period-time"
              type="time"
              value={draft.time}
              onInput={(event) => onChange({ time: event.currentTarget.value })}
            />
          </div>
          <p class="hint" role="status">
            {effective.kind === "none" ? period.badDate : null}
            {effective.kind === "at" && effective.doubled ? period.doubledHour : null}
          </p>
        </div>
      )}
    </fieldset>
  );
}
