/** Whether values by the hour are kept in view: the tenant's own choice, either way at any time. */

import { chooseHourly } from "../api/access.ts";
import { useDeed } from "../login/use-deed.ts";
import { Refusal } from "../shell/dialog-end.tsx";
import { allWords } from "../state/all-words.ts";
import { account, takeSession } from "../state/login.ts";
import { announce } from "../state/session.ts";

/** The card with its switch. */
export function HourlyCard() {
  const { busy, refused, run } = useDeed();
  const { tenant } = allWords.value;
  const isOn = account.value?.hourly === true;
  const choose = (on: boolean) =>
    run(async () => {
      takeSession(await chooseHourly(on));
      announce(on ? tenant.hourlyOn : tenant.hourlyOff);
    });
  return (
    <section class="card sw" aria-labelledby="hourly">
      <div>
        <h2 id="hourly">{tenant.hourly}</h2>
        <p id="hourly-lead">{tenant.hourlyLead}</p>
      </div>
      <input
        class="switch"
        type="checkbox"
        role="switch"
        aria-labelledby="hourly"
        aria-describedby="hourly-lead"
        aria-checked={isOn}
        disabled={busy}
        checked={isOn}
        onChange={(event) => choose(event.currentTarget.checked)}
      />
      <Refusal refused={refused} />
    </section>
  );
}
