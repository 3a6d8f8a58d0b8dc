/** Ends the sessions on a person's other devices. */

import { useDeed } from "../../login/use-deed.ts";
import { Refusal } from "../../shell/dialog-end.tsx";
import { announce } from "../../state/session.ts";
import { endOtherSessions } from "../api/session-client.ts";
import { takeSession } from "../state/session.ts";
import { shellWords } from "../state/words.ts";

/** The card. */
export function SessionsCard() {
  const { busy, refused, run } = useDeed();
  const { account } = shellWords.value;
  const end = () =>
    run(async () => {
      await takeSession(await endOtherSessions());
      announce(account.othersEnded);
    });
  return (
    <section class="card" aria-labelledby="own-sessions">
      <h2 id="own-sessions">{account.sessions}</h2>
      <p class="soft">{account.sessionsLead}</p>
      <Refusal refused={refused} />
      <p class="row">
        <button type="button" class="btn" disabled={busy} onClick={end}>
          {account.endOthers}
        </button>
      </p>
    </section>
  );
}
