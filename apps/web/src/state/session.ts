/** What every page needs: the gateway, the language, the theme, the connection, announcements. */

import type { GatewayInfo, Problem } from "@mega/contract";
import {
  type Dictionary,
  dictionaries,
  type Language,
  languages,
  languageTags,
  preferredLanguage,
} from "@mega/locale";
import { computed, effect, signal } from "@preact/signals";
import { fetchGateway, RequestFailed } from "../api/client.ts";
import { address, setParams } from "./address.ts";

/** The gateway; null until it has answered. */
export const gateway = signal<GatewayInfo | null>(null);
/** Whether the stream is up. */
export const online = signal(true);
/** What the polite live region says. */
export const announcement = signal("");

const chosenLanguage = signal<Language | undefined>(stored("language", languages));

/** The language of the page: the address, the person's last choice, the gateway, the browser. */
export const language = computed<Language>(() => {
  const asked = languages.find((candidate) => candidate === address.value.params.get("lang"));
  const fallback = gateway.value?.language ?? preferredLanguage(navigator.languages);
  return asked ?? chosenLanguage.value ?? fallback ?? "fr";
});
/** The words of the page. */
export const words = computed<Dictionary>(() => dictionaries[language.value]);

/** Themes in the order of the button. */
export const themes = ["auto", "light", "dark"] as const;
/** The theme chosen. */
export const theme = signal<(typeof themes)[number]>(stored("theme", themes) ?? "auto");

/** The building's time zone. */
export const timeZone = computed(() => gateway.value?.timeZone ?? "Europe/Brussels");

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

/** The words for a failure: by its code, and the technical detail for the log of a person. */
export function failureText(error: unknown): { readonly text: string; readonly detail: string } {
  const problem = error instanceof RequestFailed ? error.problem : null;
  if (problem === null) return { text: words.value.shell.offlineEmpty, detail: "" };
  return { text: codeText(problem), detail: problem.detail };
}

function codeText(problem: Problem): string {
  const { codes, fields, internal } = words.value.problems;
  const fieldTexts: Readonly<Record<string, string>> = fields;
  const named = problem.errors.map((error) => fieldTexts[error.code]).find((text) => text);
  return named ?? (codes as Readonly<Record<string, string>>)[problem.code] ?? internal;
}

/** Keeps the document's language, theme and title in step. */
export function followSession(): void {
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
