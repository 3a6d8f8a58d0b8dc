/** The page at "/invitations/…": the first visit of somebody who was invited. */

import type { Invitation } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { acceptInvitation, fetchInvitation } from "../api/access.ts";
import { AccessForm } from "../login/access-form.tsx";
import { NewPasswordField } from "../login/new-password-field.tsx";
import { Refusal } from "../shell/dialog-end.tsx";
import type { PageProps } from "../shell/page-props.ts";
import { inside, replaceAddress } from "../state/address.ts";
import { allWords } from "../state/all-words.ts";
import { isRefusal, takeSession } from "../state/login.ts";
import { failureText } from "../state/session.ts";
import "../styles/access.css";
import { missingCharacters } from "./credentials.ts";

type Shown =
  | { readonly kind: "loading" }
  | { readonly kind: "gone" }
  | { readonly kind: "failed"; readonly text: string }
  | { readonly kind: "open"; readonly invitation: Invitation };

/** The page. */
export function InvitationPage({ params }: PageProps) {
  const word = params[0] ?? "";
  const shown = useInvitation(word);
  const { claim, shell } = allWords.value;
  if (shown.kind === "open") return <Welcome word={word} invitation={shown.invitation} />;
  return (
    <main id="main" class="main access" tabIndex={-1}>
      <h1>{shown.kind === "gone" ? claim.invitationGone : claim.welcome}</h1>
      {shown.kind === "gone" ? <p class="soft">{claim.invitationGoneLead}</p> : null}
      {shown.kind === "loading" ? <p class="soft">{shell.loading}</p> : null}
      {shown.kind === "failed" ? <Refusal refused={shown.text} /> : null}
      <p>
        <a href={inside("/login")} data-inside>
          {claim.backToLogin}
        </a>
      </p>
    </main>
  );
}

function Welcome({ word, invitation }: { readonly word: string; readonly invitation: Invitation }) {
  const [password, setPassword] = useState("");
  const { access, claim } = allWords.value;
  const { name, role, location } = invitation;
  return (
    <main id="main" class="main access" tabIndex={-1}>
      <div>
        <h1>{claim.invited(name)}</h1>
        <p class="soft">{claim.invitedLead(location, access.roles[role])}</p>
      </div>
      <AccessForm
        isCard
        ready={missingCharacters(password) === 0}
        send={async () => {
          takeSession(await acceptInvitation(word, password));
          replaceAddress(inside("/"));
        }}
        deed={claim.accept}
        sending={claim.taking}
      >
        <div class="field">
          <label for="invited-name">{access.name}</label>
          <input class="input" id="invited-name" autocomplete="username" value={name} readOnly />
        </div>
        <NewPasswordField
          id="invited-password"
          label={claim.ownPassword}
          value={password}
          onTyped={setPassword}
        />
      </AccessForm>
    </main>
  );
}

function useInvitation(word: string): Shown {
  const [shown, setShown] = useState<Shown>({ kind: "loading" });
  useEffect(() => {
    let stale = false;
    fetchInvitation(word).then(
      (invitation) => stale || setShown({ kind: "open", invitation }),
      (error) =>
        stale ||
        setShown(
          isRefusal(error, "NOT_FOUND") || isRefusal(error, "PROOF_REFUSED")
            ? { kind: "gone" }
            : { kind: "failed", text: failureText(error).text },
        ),
    );
    return () => {
      stale = true;
    };
  }, [word]);
  return shown;
}
