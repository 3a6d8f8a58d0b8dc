/** The choice of language, in the head or in the account's menu. */

import { type Language, languageNames, languages } from "@mega/locale";
import { chooseLanguage, language, words } from "../state/session.ts";

/** The four languages, each in itself. */
export function LanguageChoice({ narrow }: { readonly narrow: boolean }) {
  return (
    <select
      class="select"
      aria-label={words.value.shell.language}
      value={language.value}
      onChange={(event) => chooseLanguage(event.currentTarget.value as Language)}
    >
      {languages.map((code) => (
        <option key={code} value={code} lang={code}>
          {narrow ? code.toUpperCase() : languageNames[code]}
        </option>
      ))}
    </select>
  );
}
