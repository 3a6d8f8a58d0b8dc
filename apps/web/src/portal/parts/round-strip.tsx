/** The last 24 hours of a gateway's rounds: a bar for each hour, told in words to whoever sees none. */

import { formatCount, formatTime } from "@mega/locale";
import { language } from "../../state/session.ts";
import { fleetWords } from "../state/words.ts";

const HOUR_MS = 3_600_000;
const looks: Readonly<Record<string, string>> = { a: "", p: "w", n: "b", "-": "n" };

interface RoundStripProps {
  /** A letter for each hour: a all, p a part, n none, - no word. */
  readonly hours: string;
  readonly hoursFrom: string;
  readonly timeZone: string;
  /** Whose rounds they are. */
  readonly name: string;
}

/** The bars. */
export function RoundStrip({ hours, hoursFrom, timeZone, name }: RoundStripProps) {
  const { stripOf, stripText } = fleetWords.value;
  const count = (letter: string) => {
    const found = [...hours].filter((one) => one === letter).length;
    return formatCount(found, language.value);
  };
  const summary = stripText(count("a"), count("p"), count("n"), count("-"));
  const fromMs = Date.parse(hoursFrom);
  return (
    <div class="strip" role="img" aria-label={`${stripOf(name)}: ${summary}`}>
      {[...hours].map((letter, at) => (
        <i
          key={at}
          class={looks[letter] ?? ""}
          title={formatTime(fromMs + at * HOUR_MS, timeZone)}
        />
      ))}
    </div>
  );
}

/** What the bars mean. */
export function StripKeys() {
  const { keyAll, keyPart, keyNone, keyUnknown } = fleetWords.value;
  return (
    <p class="keys">
      <span>
        <i class="strip-key" />
        {keyAll}
      </span>
      <span>
        <i class="strip-key w" />
        {keyPart}
      </span>
      <span>
        <i class="strip-key b" />
        {keyNone}
      </span>
      <span>
        <i class="strip-key n" />
        {keyUnknown}
      </span>
    </p>
  );
}
