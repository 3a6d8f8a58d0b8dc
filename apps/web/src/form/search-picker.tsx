/**
 * A long list to choose from: a button that says what is chosen and opens a box to type into with
 * what matches below it. Down and up go through the list, Enter takes, Escape shuts.
 */

import { useEffect, useRef, useState } from "preact/hooks";
import { Chevron } from "../shell/icons.tsx";
import { Popover } from "../shell/popover.tsx";
import { allWords } from "../state/all-words.ts";

/** One thing to choose. */
export interface Choice {
  readonly value: string;
  readonly text: string;
  /** A second, quieter word: the maker, the offset. */
  readonly more?: string;
  /** What a search looks through, in lower case. */
  readonly found: string;
}

interface SearchPickerProps {
  /** What is chosen here, for who hears it: "Type, CH3". */
  readonly name: string;
  /** What the button says. */
  readonly shown: string;
  readonly value: string | undefined;
  readonly choices: () => readonly Choice[];
  readonly onPick: (value: string) => void;
  readonly id?: string;
  readonly describedBy?: string | undefined;
}

const SHOWN_MAX = 60;

/** The button with its list. */
export function SearchPicker(props: SearchPickerProps) {
  return (
    <Popover
      label={
        <>
          <span class="pick-text">{props.shown}</span> <Chevron to="down" />
        </>
      }
      name={`${props.name}: ${props.shown}`}
      buttonClass="btn pick"
    >
      {(close) => <List {...props} close={close} />}
    </Popover>
  );
}

function List(props: SearchPickerProps & { readonly close: () => void }) {
  const { choices, value, name, onPick, close } = props;
  const [sought, setSought] = useState("");
  const box = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    // The panel can be focused only once the browser shows it.
    const frame = requestAnimationFrame(() => box.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  const wanted = sought.trim().toLowerCase().split(/\s+/);
  const found = choices().filter((one) => wanted.every((word) => one.found.includes(word)));
  const shown = found.slice(0, SHOWN_MAX);
  const take = (picked: string) => {
    close();
    onPick(picked);
  };
  const move = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const next = at + step;
    if (next < 0) box.current?.focus();
    else buttons[next]?.focus();
  };
  return (
    <search class="picker" onKeyDown={move}>
      <input
        ref={box}
        class="input"
        aria-label={`${allWords.value.counters.search}, ${name}`}
        placeholder={allWords.value.counters.search}
        autocomplete="off"
        value={sought}
        onInput={(event) => setSought(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          if (shown[0] !== undefined && sought.trim() !== "") take(shown[0].value);
        }}
      />
      <ul class="menu" ref={list}>
        {shown.map((one) => (
          <li key={one.value}>
            <button
              type="button"
              aria-current={one.value === value ? "true" : undefined}
              onClick={() => take(one.value)}
            >
              <span>{one.text}</span>
              {one.more === undefined ? null : <span class="muted small">{one.more}</span>}
            </button>
          </li>
        ))}
      </ul>
      <p class="small muted" role="status">
        {shown.length === 0
          ? allWords.value.config.nothingFound
          : found.length > shown.length
            ? allWords.value.config.more(String(found.length - shown.length))
            : ""}
      </p>
    </search>
  );
}
