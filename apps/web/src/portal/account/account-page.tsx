/** The page at "/account": one's own name, language, password, other devices, second factor. */

import type { Me } from "@mega/contract";
import { words } from "../../state/session.ts";
import "../../styles/access.css";
import "../../styles/tenant.css";
import "../styles/account.css";
import { installOffer } from "../offline/install.ts";
import { useOwn } from "../state/own-answers.ts";
import { person } from "../state/session.ts";
import { shellWords } from "../state/words.ts";
import { FactorCard } from "./factor-card.tsx";
import { InstallCard } from "./install-card.tsx";
import { PasswordCard } from "./password-card.tsx";
import { PersonCard } from "./person-card.tsx";
import { SessionsCard } from "./sessions-card.tsx";
import { StateMailsCard } from "./state-mails-card.tsx";

/** The page. */
export function AccountPage() {
  const { answer: me, failure, take } = useOwn<Me>("/me");
  const { account, pages } = shellWords.value;
  return (
    <main id="main" class="main own-account" tabIndex={-1}>
      <div class="head">
        <div>
          <h1>{pages.account}</h1>
          <p>{account.lead(person.value?.email ?? "")}</p>
        </div>
      </div>
      {me === null ? <p class="empty">{failure ?? words.value.shell.loading}</p> : null}
      {me === null ? null : (
        <div class="account-cards">
          <PersonCard key={`${me.name} ${me.language}`} me={me} onSaved={take} />
          <RightsCard me={me} />
          <StateMailsCard me={me} onSaved={take} />
          <PasswordCard />
          <FactorCard />
          <SessionsCard />
          <InstallCard key={installOffer.value === null ? "menu" : "offer"} />
        </div>
      )}
    </main>
  );
}

/** What the person is where; a tenant's channels stand on a page of their own. */
function RightsCard({ me }: { readonly me: Me }) {
  const { account, roles } = shellWords.value;
  const stays = [...new Set(me.stays.map(({ building }) => building))];
  const lines = [
    ...me.rights.map(({ building, role }) => ({ building, role })),
    ...stays.map((building) => ({ building, role: "tenant" as const })),
  ];
  return (
    <section class="card" aria-labelledby="own-rights">
      <h2 id="own-rights">{account.rights}</h2>
      {lines.length === 0 ? <p class="soft">{account.noRights}</p> : null}
      <ul class="own-rights">
        {lines.map(({ building, role }) => (
          <li key={`${building} ${role}`}>
            <b>{building}</b> <span class="soft">{roles[role]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
