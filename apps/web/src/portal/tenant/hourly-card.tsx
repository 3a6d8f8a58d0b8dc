/** Whether values by the hour are in view: the tenant's own choice, either way at any time. */

import type { Me } from "@mega/contract";
import { useDeed } from "../../login/use-deed.ts";
import { Refusal } from "../../shell/dialog-end.tsx";
import { announce, online } from "../../state/session.ts";
import { chooseHourly } from "../api/session-client.ts";
import { forgetKept } from "../offline/kept-answers.ts";
import { tryAgain } from "../state/own-answers.ts";
import { tenantWords } from "../state/words.ts";

interface HourlyCardProps {
  readonly me: Me;
  readonly onChosen: (me: Me) => void;
}

/** The card with its switch. */
export function HourlyCard({ me, onChosen }: HourlyCardProps) {
  const { busy, refused, run } = useDeed();
  const said = tenantWords.value;
  const choose = (allowed: boolean) =>
    run(async () => {
      const chosen = await chooseHourly({ allowed });
      // What this device keeps of hours goes at once, and the rest is asked for anew.
      if (!allowed) await forgetKept();
      onChosen(chosen);
      tryAgain();
      announce(allowed ? said.hourlyOn : said.hourlyOff);
    });
  return (
    <section class="card sw" aria-labelledby="hourly">
      <div>
        <h2 id="hourly">{said.hourly}</h2>
        <p id="hourly-lead">
          {said.hourlyLead} {said.hourlyBack}
        </p>
      </div>
      <input
        class="switch"
        type="checkbox"
        role="switch"
        aria-labelledby="hourly"
        aria-describedby="hourly-lead"
        aria-checked={me.hourly}
        disabled={busy || !online.value}
        checked={me.hourly}
        onChange={(event) => choose(event.currentTarget.checked)}
      />
      <Refusal refused={refused} />
    </section>
  );
}
