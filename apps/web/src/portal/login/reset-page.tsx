/** The page at "/reset": asks for a mail by which a forgotten password is set anew. */

import { useState } from "preact/hooks";
import { AccessForm } from "../../login/access-form.tsx";
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
  const { pages, reset } = shellWords.value;
  const isAddress = /^[^\s@]+@[^\s@]+$/.test(email.trim());
  return (
    <main id="main" class="main access way-in" tabIndex={-1}>
      <div>
        <h1>{asked === null ? pages.reset : reset.asked}</h1>
        <p class="soft" role={asked === null ? undefined : "status"}>
          {asked === null ? reset.lead : reset.askedLead(asked)}
        </p>
      </div>
      {asked === null ? (
        <AccessForm
          isCard
          ready={isAddress}
          send={async () => {
            await askReset(email.trim());
            setAsked(email.trim());
          }}
          deed={reset.ask}
          sending={reset.asking}
        >
          <EmailField id="reset-email" value={email} onTyped={setEmail} />
        </AccessForm>
      ) : null}
      <p>
        <a href={inside("/login")} data-inside>
          {pages.login}
        </a>
      </p>
    </main>
  );
}
