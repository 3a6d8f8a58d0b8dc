/** Whom a tenant asks about a figure: the managers of the buildings that he has meters in. */

import type { Me } from "@mega/contract";
import { tenantWords } from "../state/words.ts";

/** The card. */
export function AskCard({ contacts }: { readonly contacts: Me["contacts"] }) {
  const said = tenantWords.value;
  const isSeveral = new Set(contacts.map(({ building }) => building)).size > 1;
  return (
    <section class="card" aria-labelledby="own-ask">
      <h2 id="own-ask">{said.ask}</h2>
      <p class="soft">{contacts.length === 0 ? said.askNobody : said.askLead}</p>
      <ul class="own-contacts">
        {contacts.map(({ building, name, email }) => (
          <li key={`${building} ${email}`}>
            {name}
            {isSeveral ? ` · ${building}` : ""} <a href={`mailto:${email}`}>{email}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
