/** A manager's own choice: mails when a gateway falls silent and when it is back. */

import type { Me } from "@mega/contract";
import { useDeed } from "../../login/use-deed.ts";
import { Refusal } from "../../shell/dialog-end.tsx";
import { announce } from "../../state/session.ts";
import { changeMe } from "../api/session-client.ts";
import { shellWords } from "../state/words.ts";

interface StateMailsCardProps {
  readonly me: Me;
  readonly onSaved: (me: Me) => void;
}

/** The card; nothing for whoever manages no building. */
export function StateMailsCard({ me, onSaved }: StateMailsCardProps) {
  const { busy, refused, run } = useDeed();
  const { account } = shellWords.value;
  if (!me.rights.some(({ role }) => role === "manager")) return null;
  const { name, language } = me;
  const choose = (stateMails: boolean) =>
    run(async () => {
      onSaved(await changeMe({ name, language, stateMails }));
      announce(stateMails ? account.stateMailsOn : account.stateMailsOff);
    });
  return (
    <section class="card sw" aria-labelledby="state-mails">
      <div>
        <h2 id="state-mails">{account.stateMails}</h2>
        <p id="state-mails-lead">{account.stateMailsLead}</p>
      </div>
      <input
        class="switch"
        type="checkbox"
        role="switch"
        aria-labelledby="state-mails"
        aria-describedby="state-mails-lead"
        aria-checked={me.stateMails}
        disabled={busy}
        checked={me.stateMails}
        onChange={(event) => choose(event.currentTarget.checked)}
      />
      <Refusal refused={refused} />
    </section>
  );
}
