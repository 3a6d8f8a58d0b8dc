/** One's own name and language. */

import type { Me } from "@mega/contract";
import { type Language, languageNames, languages } from "@mega/locale";
import { useState } from "preact/hooks";
import { AccessForm } from "../../login/access-form.tsx";
import { announce, chooseLanguage } from "../../state/session.ts";
import { changeMe } from "../api/session-client.ts";
import { loadSession } from "../state/session.ts";
import { shellWords } from "../state/words.ts";

const NAME_LENGTH_MAX = 80;

interface PersonCardProps {
  readonly me: Me;
  readonly onSaved: (me: Me) => void;
}

/** The card. */
export function PersonCard({ me, onSaved }: PersonCardProps) {
  const [name, setName] = useState(me.name);
  const [chosen, setChosen] = useState<Language>(me.language);
  const { account } = shellWords.value;
  const isChanged = name.trim() !== me.name || chosen !== me.language;
  const save = async () => {
    const saved = await changeMe({ name: name.trim(), language: chosen });
    if (chosen !== me.language) chooseLanguage(chosen);
    onSaved(saved);
    await loadSession();
    announce(shellWords.value.account.saved);
  };
  return (
    <section class="card" aria-labelledby="own-person">
      <h2 id="own-person">{account.person}</h2>
      <AccessForm
        ready={name.trim() !== "" && isChanged}
        send={save}
        deed={account.save}
        sending={account.save}
      >
        <div class="field">
          <label for="own-name">{account.name}</label>
          <input
            class="input"
            id="own-name"
            autocomplete="name"
            required
            maxLength={NAME_LENGTH_MAX}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </div>
        <div class="field">
          <label for="own-language">{account.language}</label>
          <select
            class="select"
            id="own-language"
            value={chosen}
            onChange={(event) => setChosen(event.currentTarget.value as Language)}
          >
            {languages.map((code) => (
              <option key={code} value={code} lang={code}>
                {languageNames[code]}
              </option>
            ))}
          </select>
        </div>
      </AccessForm>
    </section>
  );
}
