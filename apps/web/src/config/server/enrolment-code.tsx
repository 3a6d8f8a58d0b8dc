/** The code that a person reads aloud to the manager: large, in two groups, with its end. */

import type { ServerState } from "@mega/contract";
import { formatTime } from "@mega/locale";
import { allWords } from "../../state/all-words.ts";
import { timeZone } from "../../state/session.ts";
import { useCountdown } from "../network/use-network.ts";

/** The code. */
export function EnrolmentCode({ code }: { readonly code: NonNullable<ServerState["code"]> }) {
  const { server } = allWords.value;
  const left = useCountdown(code.expiresAt);
  const until = formatTime(code.expiresAt, timeZone.value);
  return (
    <div class="enrolment">
      <h4 id="enrolment-title">{server.codeTitle}</h4>
      <p class="small">{server.codeLead}</p>
      {/* Spelled out, so that a screen reader does not make words of it. */}
      <p class="enrolment-code" role="img" aria-label={[...code.code.replace(" ", "")].join(" ")}>
        {code.code.split(" ").map((group) => (
          <span key={group}>{group}</span>
        ))}
      </p>
      <p class="small soft">{server.codeUntil(until, left)}</p>
    </div>
  );
}
