/** What every page needs: the gateway, the language, the theme, the connection, announcements. */

import type { GatewayInfo, Problem } from "@mega/contract";
import {
  type Dictionary,
  type FirstWords,
  type Language,
  languages,
  languageTags,
  loadDictionary,
  loadFirstWords,
  preferredLanguage,
} from "@mega/locale";
import { computed, effect, signal } from "@preact/signals";
import { fetchGateway } from "../api/client.ts";
import { RequestFailed } from "../api/request.ts";
import { address, setParams } from "./address.ts";

/** The gateway; null until it has answered. */
export const gateway = signal<GatewayInfo | null>(null);
/** Whether the stream is up. */
export const online = signal(true);
/** What the polite live region says. */
export const announcement = signal("");

const chosenLanguage = signal<Language | undefined>(stored("language", languages));

/** The language of the account that is logged in. */
export const accountLanguage = signal<Language | undefined>(undefined);
/** The language asked for: the address, the last choice here, the account, gateway, browser. */
const wantedLanguage = computed<Language>(() => {
  const asked = languages.find((candidate) => candidate === address.value.params.get("lang"));
  const fallback =
    accountLanguage.value ?? gateway.value?.language ?? preferredLanguage(navigator.languages);
  return asked ?? chosenLanguage.value ?? fallback ?? "fr";
});
/** What has come of the words; `all` once a page has needed more than the first of them. */
interface ShownWords {
  readonly language: Language;
  readonly first: FirstWords;
  readonly all: Dictionary | null;
}

const shown = signal<ShownWords | null>(null);
let isAllNeeded = false;

/** The language of the page: the one asked for, as soon as its words have come. */
export const language = computed<Language>(() => shown.value?.language ?? wantedLanguage.value);
/** The words that every page has; nothing is drawn before they have come. */
export const words = computed<FirstWords>(() => {
  if (shown.value === null) throw new Error("The page was drawn before its words had come");
  return shown.value.first;
});
/** Every word; null until `loadAllWords` has brought them, and never again after that. */
export const wholeDictionary = computed<Dictionary | null>(() => shown.value?.all ?? null);

/** Brings the words of the language asked for; where they cannot be reached, the page keeps its own. */
export async function loadWords(): Promise<void> {
  try {
    await bringWords();
  } catch (error) {
    if (shown.value === null) throw error;
  }
}

/** Brings what is left of the words, for a page that needs it; rejects when it cannot be reached. */
export async function loadAllWords(): Promise<void> {
  isAllNeeded = true;
  // Another language may be chosen meanwhile: then that one's words are waited for.
  while (wholeDictionary.value === null) await bringWords();
}

async function bringWords(): Promise<void> {
  const wanted = wantedLanguage.value;
  const known = shown.value?.language === wanted ? shown.value : null;
  if (known !== null && (known.all !== null || !isAllNeeded)) return;
  const all = isAllNeeded ? await loadDictionary(wanted) : null;
  const first = all ?? (await loadFirstWords(wanted));
  // A second load may have brought more in the meantime, or another language is wanted by now.
  const isLate = shown.value?.language === wanted && shown.value.all !== null;
  // Every word may have become needed on the way: what lacks some takes no place of what has them.
  const isShort = all === null && shown.value?.all != null;
  if (wantedLanguage.value === wanted && !isLate && !isShort)
    shown.value = { language: wanted, first, all };
}

/** Themes in the order of the button. */
export const themes = ["auto", "light", "dark"] as const;
/** The theme chosen. */
export const theme = signal<(typeof themes)[number]>(stored("theme", themes) ?? "auto");

/** The time zone of the building that a page of the portal shows; null on a gateway's own pages. */
export const placeZone = signal<string | null>(null);
/** The building's time zone. */
export const timeZone = computed(
  () => placeZone.value ?? gateway.value?.timeZone ?? "Europe/Brussels",
);

/** Chooses a language, for this page and the next visits. */
export function chooseLanguage(chosen: Language): void {
  chosenLanguage.value = chosen;
  keep("language", chosen);
  setParams({ lang: chosen });
}

/** Goes on to the next theme. */
export function nextTheme(): void {
  const following = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? "auto";
  theme.value = following;
  keep("theme", following);
}

/** Says something politely; the same sentence twice is said twice. */
export function announce(text: string): void {
  announcement.value = announcement.value === text ? `${text}\u00a0` : text;
}

/** Asks who the gateway is; false when it gave no answer. */
export async function loadGateway(): Promise<boolean> {
  try {
    gateway.value = await fetchGateway();
    return true;
  } catch {
    return false;
  }
}

/** A person shut the question for the password: nothing was sent. */
export class NotConfirmed extends Error {}

/** The words for a failure: by its code, and the technical detail for the log of a person. */
export function failureText(error: unknown): { readonly text: string; readonly detail: string } {
  if (error instanceof NotConfirmed) return { text: words.value.access.notConfirmed, detail: "" };
  const problem = error instanceof RequestFailed ? error.problem : null;
  if (problem === null) return { text: words.value.shell.offlineEmpty, detail: "" };
  return { text: codeText(problem), detail: problem.detail };
}

/** Words for refusals that mean something else on these pages than on a gateway's. */
export const ownRefusals = signal<Readonly<Record<string, string>>>({});

function codeText(problem: Problem): string {
  const { codes, fields, internal } = words.value.problems;
  const own = ownRefusals.value[problem.code];
  const fieldTexts: Readonly<Record<string, string>> = fields;
  const named = problem.errors.map((error) => fieldTexts[error.code]).find((text) => text);
  return named ?? own ?? (codes as Readonly<Record<string, string>>)[problem.code] ?? internal;
}

/** Keeps the words, the document's language and its theme in step. */
export function followSession(): void {
  effect(() => {
    if (wantedLanguage.value !== shown.peek()?.language) void loadWords();
  });
  effect(() => {
    document.documentElement.lang = languageTags[language.value];
  });
  effect(() => {
    if (theme.value === "auto") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme.value;
  });
}

function stored<T extends string>(name: string, allowed: readonly T[]): T | undefined {
  try {
    const value = localStorage.getItem(`mega.${name}`);
    return allowed.find((candidate) => candidate === value);
  } catch {
    return undefined;
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`mega.${name}`, value);
  } catch {
    // A browser that stores nothing asks again at the next visit.
  }
}
