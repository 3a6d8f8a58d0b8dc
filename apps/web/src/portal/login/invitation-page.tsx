/** The page at "/invitation#…": where a mail's link leads, to set a first password or another one. */

import type { PortalInvitation } from "@mega/contract";
import { formatDateTime } from "@mega/locale";
import { useEffect, useState } from "preact/hooks";
import { RequestFailed } from "../../api/request.ts";
import { missingCharacters } from "../../claim/credentials.ts";
import { AccessForm } from "../../login/access-form.tsx";
import { NewPasswordField } from "../../login/new-password-field.tsx";
import { Refusal } from "../../shell/dialog-end.tsx";
import { inside, replaceAddress } from "../../state/address.ts";
import { accountLanguage, failureText, language, words } from "../../state/session.ts";
import "../../styles/access.css";
import "../styles/way-in.css";
import { acceptInvitation, fetchInvitation } from "../api/session-client.ts";
import { takeSession } from "../state/session.ts";
import { shellWords } from "../state/words.ts";
import { EmailField } from "./email-field.tsx";

type Shown =
  | { readonly kind: "loading" }
  | { readonly kind: "gone" }
  | { readonly kind: "failed"; readonly text: string }
  | { readonly kind: "open"; readonly invitation: PortalInvitation };

/** The time by which a link is to be used is told by the clock of whoever uses it. */
const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The page. */
export function InvitationPage() {
  // Behind the "#" the word goes to no server and into no log.
  const [word] = useState(() => location.hash.slice(1));
  const shown = useInvitation(word);
  const { pages, welcome } = shellWords.value;
  if (shown.kind === "open") return <Welcome word={word} invitation={shown.invitation} />;
  return (
    <main id="main" class="main access way-in" tabIndex={-1}>
      <h1>{shown.kind === "gone" ? welcome.gone : pages.invitation}</h1>
      {shown.kind === "gone" ? <p class="soft">{welcome.goneLead}</p> : null}
      {shown.kind === "loading" ? <p class="soft">{words.value.shell.loading}</p> : null}
      {shown.kind === "failed" ? <Refusal refused={shown.text} /> : null}
      <p class="row">
        <a class="btn" href={inside("/reset")} data-inside>
          {shellWords.value.login.forgot}
        </a>
        <a class="btn" href={inside("/login")} data-inside>
          {pages.login}
        </a>
      </p>
    </main>
  );
}

interface WelcomeProps {
  readonly word: string;
  readonly invitation: PortalInvitation;
}

function Welcome({ word, invitation }: WelcomeProps) {
  const [password, setPassword] = useState("");
  const { welcome } = shellWords.value;
  const { email, name, purpose, expiresAt } = invitation;
  return (
    <main id="main" class="main access way-in" tabIndex={-1}>
      <div>
        <h1>{welcome.invited(name)}</h1>
        <p class="soft">{purpose === "reset" ? welcome.resetLead : welcome.invitedLead}</p>
      </div>
      <AccessForm
        isCard
        ready={missingCharacters(password) === 0}
        send={async () => {
          await takeSession(await acceptInvitation(word, password));
          replaceAddress(inside("/"));
        }}
        deed={welcome.accept}
        sending={welcome.accepting}
      >
        <EmailField id="invited-email" value={email} />
        <NewPasswordField
          id="invited-password"
          label={words.value.access.newPassword}
          value={password}
          onTyped={setPassword}
        />
      </AccessForm>
      <p class="soft small">{welcome.until(formatDateTime(expiresAt, OWN_ZONE, language.value))}</p>
    </main>
  );
}

function useInvitation(word: string): Shown {
  const [shown, setShown] = useState<Shown>({ kind: word === "" ? "gone" : "loading" });
  useEffect(() => {
    if (word === "") return undefined;
    let stale = false;
    fetchInvitation(word).then(
      (invitation) => {
        if (stale) return;
        accountLanguage.value = invitation.language;
        setShown({ kind: "open", invitation });
      },
      (error: unknown) => stale || setShown(failureOf(error)),
    );
    return () => {
      stale = true;
    };
  }, [word]);
  return shown;
}

const gone = ["PROOF_REFUSED", "NOT_FOUND", "REQUEST_INVALID"];

function failureOf(error: unknown): Shown {
  const code = error instanceof RequestFailed ? error.problem?.code : undefined;
  if (code !== undefined && gone.includes(code)) return { kind: "gone" };
  return { kind: "failed", text: failureText(error).text };
}
