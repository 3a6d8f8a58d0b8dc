/** The four languages of pages and documents, and how each writes figures. */

/** Languages of pages and documents. */
export type Language = "fr" | "nl" | "de" | "en";

/** In the order in which they are offered. */
export const languages: readonly Language[] = ["fr", "nl", "de", "en"];

/** Names of the languages in themselves. */
export const languageNames: Readonly<Record<Language, string>> = {
  fr: "Français",
  nl: "Nederlands",
  de: "Deutsch",
  en: "English",
};

/** Tags for `lang` attributes and for collation. English is British: en-BE mixes separators. */
export const languageTags: Readonly<Record<Language, string>> = {
  fr: "fr-BE",
  nl: "nl-BE",
  de: "de-BE",
  en: "en-GB",
};

/** The language that a list of tags ("nl-BE", "en") asks for first; undefined when none is ours. */
export function preferredLanguage(tags: readonly string[]): Language | undefined {
  for (const tag of tags) {
    const found = languages.find((language) => tag.toLowerCase().startsWith(language));
    if (found !== undefined) return found;
  }
  return undefined;
}
