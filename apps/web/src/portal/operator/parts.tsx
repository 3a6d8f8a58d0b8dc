/** What both lists of the operator share: a field to search by, and rows that are drawn when asked for. */

import { formatCount } from "@mega/locale";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { language } from "../../state/session.ts";
import { fleetWords } from "../state/words.ts";

/** So many rows are drawn before somebody asks for all. */
const ROWS_FIRST = 100;

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onTyped: (typed: string) => void;
}

/** The field. */
export function SearchField({ label, value, onTyped }: SearchFieldProps) {
  return (
    <input
      class="input search-field"
      type="search"
      aria-label={label}
      placeholder={label}
      maxLength={80}
      value={value}
      onInput={(event) => onTyped(event.currentTarget.value)}
    />
  );
}

/** The first rows, and a button for the rest. */
export function MoreRows<Row>(props: {
  readonly rows: readonly Row[];
  readonly children: (shown: readonly Row[]) => ComponentChildren;
}) {
  const { rows, children } = props;
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? rows : rows.slice(0, ROWS_FIRST);
  const { operator } = fleetWords.value;
  if (rows.length === 0) return <p class="soft">{operator.nothingFound}</p>;
  return (
    <>
      {children(shown)}
      {shown.length === rows.length ? null : (
        <p>
          <button type="button" class="btn" onClick={() => setWhole(true)}>
            {operator.more(formatCount(rows.length, language.value))}
          </button>
        </p>
      )}
    </>
  );
}
