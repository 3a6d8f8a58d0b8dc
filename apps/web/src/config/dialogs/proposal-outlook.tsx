/** What a file would change, or where it is broken. */

import type { Proposal } from "@mega/contract";
import { allWords } from "../../state/all-words.ts";
import { placeWords } from "../change-words.ts";
import { faultText } from "../state/messages.ts";

const SHOWN_MAX = 60;

/** Faults with their lines, else the differences. */
export function ProposalOutlook({ proposal }: { readonly proposal: Proposal }) {
  const { config } = allWords.value;
  const { faults, changes } = proposal;
  if (faults.length > 0) {
    return (
      <div role="alert">
        <p class="err">{config.fileBroken(String(faults.length))}</p>
        <ul class="bullets fault-list">
          {faults.map((fault) => (
            <li key={`${fault.line}-${fault.pointer}-${fault.code}`}>
              {fault.line === null ? "" : `${config.line(String(fault.line))}, `}
              <code>{fault.pointer === "" ? "/" : fault.pointer}</code> {faultText(fault)}
            </li>
          ))}
        </ul>
      </div>
    );
  }
  if (changes.length === 0) return <p role="status">{config.noDifference}</p>;
  return (
    <div>
      <p role="status">{config.differences(String(changes.length))}</p>
      <ul class="bullets">
        {changes.slice(0, SHOWN_MAX).map(({ place, before, after }) => (
          <li key={place}>
            {placeWords(place)} <code>{place}</code> {short(before)} → {short(after)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function short(value: unknown): string {
  if (value === null || value === undefined) return "—";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
