/** The channels of a tenant, each from a first to a last day. */

import { useId } from "preact/hooks";
import { allWords } from "../state/all-words.ts";
import { table } from "../state/readings.ts";
import { isStay, type StayDraft } from "./draft.ts";

/** Stays of one tenant; the same as the contract's. */
const STAYS_MAX = 64;

interface StayFieldsProps {
  readonly stays: readonly StayDraft[];
  /** First day of a stay that is added. */
  readonly today: string;
  readonly onChange: (stays: readonly StayDraft[]) => void;
}

/** The rows, and a button for another one. */
export function StayFields({ stays, today, onChange }: StayFieldsProps) {
  const { accounts } = allWords.value;
  const change = (at: number, part: Partial<StayDraft>) =>
    onChange(stays.map((stay, index) => (index === at ? { ...stay, ...part } : stay)));
  const bad = stays.some((stay) => stay.channel !== "" && !isStay(stay));
  return (
    <fieldset class="field stays">
      <legend class="label">{accounts.stays}</legend>
      <small>{accounts.staysLead}</small>
      {stays.map((stay, at) => (
        <StayRow
          key={at}
          stay={stay}
          onChange={(part) =>
            // Instants of one channel say nothing about another.
            change(at, part.channel === undefined ? part : { ...part, exact: undefined })
          }
          onRemove={() => onChange(stays.filter((_, index) => index !== at))}
        />
      ))}
      {bad ? (
        <small class="err" role="alert">
          {accounts.stayBad}
        </small>
      ) : null}
      <div>
        <button
          type="button"
          class="btn"
          disabled={stays.length >= STAYS_MAX}
          onClick={() => onChange([...stays, { channel: "", from: today, to: "" }])}
        >
          {accounts.addStay}
        </button>
      </div>
    </fieldset>
  );
}

interface StayRowProps {
  readonly stay: StayDraft;
  readonly onChange: (part: Partial<StayDraft>) => void;
  readonly onRemove: () => void;
}

function StayRow({ stay, onChange, onRemove }: StayRowProps) {
  const id = useId();
  const { accounts } = allWords.value;
  const rows = (table.value?.rows ?? []).filter(({ used }) => used);
  const isListed = rows.some(({ channelNo }) => String(channelNo) === stay.channel);
  return (
    <div class="stay">
      <div class="field">
        <label for={`${id}-channel`}>{accounts.channel}</label>
        <select
          class="select"
          id={`${id}-channel`}
          required
          value={stay.channel}
          onChange={(event) => onChange({ channel: event.currentTarget.value })}
        >
          <option value="">—</option>
          {isListed || stay.channel === "" ? null : (
            <option value={stay.channel}>CH{stay.channel}</option>
          )}
          {rows.map(({ channelNo, name }) => (
            <option key={channelNo} value={String(channelNo)}>
              {name === "" ? `CH${channelNo}` : `CH${channelNo} ${name}`}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for={`${id}-from`}>{accounts.from}</label>
        <input
          class="input"
          id={`${id}-from`}
          type="date"
          required
          value={stay.from}
          onInput={(event) => onChange({ from: event.currentTarget.value })}
        />
      </div>
      <div class="field">
        <label for={`${id}-to`}>{accounts.to}</label>
        <input
          class="input"
          id={`${id}-to`}
          type="date"
          aria-describedby={`${id}-open`}
          value={stay.to}
          onInput={(event) => onChange({ to: event.currentTarget.value })}
        />
        <small id={`${id}-open`}>{accounts.toOpen}</small>
      </div>
      <button
        type="button"
        class="btn btn--quiet"
        aria-label={accounts.removeStay(stay.channel)}
        onClick={onRemove}
      >
        {accounts.remove}
      </button>
    </div>
  );
}
