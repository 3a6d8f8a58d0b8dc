/** The page at "/reset": asks for a mail by which a forgotten password is set anew. */

import { useState } from "preact/hooks";
import { useDeed } from "../../login/use-deed.ts";
import { Refusal } from "../../shell/dialog-end.tsx";
import { inside } from "../../state/address.ts";
import "../../styles/access.css";
import "../styles/way-in.css";
import { askReset } from "../api/session-client.ts";
import { shellWords } from "../state/words.ts";
import { EmailField } from "./email-field.tsx";

/** The page. What it says is the same for every address, as the server's answer is. */
export function ResetPage() {
  const [email, setEmail] = useState("");
  const [asked, setAsked] = useState<string | null>(null);
  const { busy, refused, run, forget } = useDeed();
  const { pages, reset } = shellWords.value;
  const isReady = /^[^\s@]+@[^\s@]+$/.test(email.trim()) && !busy;
  return (
    <main id="main" class="main access way-in" tabIndex={-1}>
      <div>
        <h1>{asked === null ? pages.reset : reset.asked}</h1>
        <p class="soft" role={asked === null ? undefined : "status"}>
          {asked === null ? reset.lead : reset.askedLead(asked)}
        </p>
      </div>
      {asked === null ? (
        <form
          class="card access-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (!isReady) return;
            run(async () => {
              await askReset(email.trim());
              setAsked(email.trim());
            });
          }}
        >
          <EmailField
            id="reset-email"
            value={email}
            onTyped={(typed) => {
              forget();
              setEmail(typed);
            }}
          />
          <Refusal refused={refused} />
          <div class="row">
            <button type="submit" class="btn btn--main" disabled={!isReady}>
              {busy ? reset.asking : reset.ask}
            </button>
          </div>
        </form>
      ) : null}
      <p>
        <a href={inside("/login")} data-inside>
          {pages.login}
        </a>
      </p>
    </main>
  );
}
