/** How the gateway would take what is typed: consumption since the last index, and whether it can be. */

import type { EnteredCounter } from "@mega/contract";
import { formatQuantity } from "@mega/locale";
import { allWords } from "../state/all-words.ts";
import { language } from "../state/session.ts";

const shapes: Readonly<Record<EnteredCounter["verdict"], string>> = {
  accepted: "st st--ok",
  doubtful: "st st--warn",
  refused: "st st--bad",
};

/** A line for each counter; read aloud as it changes. */
export function Outlook(props: {
  readonly judged: readonly EnteredCounter[];
  readonly failure: string | null;
}) {
  const { entered } = allWords.value;
  return (
    <div role="status">
      {props.failure === null ? null : <p class="st st--bad">{props.failure}</p>}
      {props.judged.map((counter) => (
        <p key={counter.counterId} class={shapes[counter.verdict]}>
          <span>{lineOf(counter)}</span>
        </p>
      ))}
      {props.judged.length === 0 && props.failure === null ? (
        <p class="small soft">{entered.check}</p>
      ) : null}
    </div>
  );
}

function lineOf({ verdict, reason, consumption, unit }: EnteredCounter): string {
  const { entered, states } = allWords.value;
  const since =
    consumption === null ? "" : entered.since(formatQuantity(consumption, unit, language.value));
  const said = reason === null ? entered.plausible : states.reasons[reason];
  return [since, verdict === "doubtful" ? `${said} ?` : said]
    .filter((text) => text !== "")
    .join(" · ");
}
