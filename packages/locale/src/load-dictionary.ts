/** One language at a time, for a page that shows one: the others stay where they are. */

import type { Dictionary, FirstWords } from "./dictionary.ts";
import type { Language } from "./language.ts";

const loaders: Readonly<Record<Language, () => Promise<Dictionary>>> = {
  fr: async () => (await import("./fr/index.ts")).fr,
  nl: async () => (await import("./nl/index.ts")).nl,
  de: async () => (await import("./de/index.ts")).de,
  en: async () => (await import("./en/index.ts")).en,
};

const firstLoaders: Readonly<Record<Language, () => Promise<FirstWords>>> = {
  fr: async () => (await import("./fr/first.ts")).first,
  nl: async () => (await import("./nl/first.ts")).first,
  de: async () => (await import("./de/first.ts")).first,
  en: async () => (await import("./en/first.ts")).first,
};

/** Brings the texts of one language; rejects when they cannot be reached. */
export function loadDictionary(language: Language): Promise<Dictionary> {
  return loaders[language]();
}

/** Brings a third of them, the words that come first; rejects when they cannot be reached. */
export function loadFirstWords(language: Language): Promise<FirstWords> {
  return firstLoaders[language]();
}
