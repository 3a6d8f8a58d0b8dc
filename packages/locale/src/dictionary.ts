/**
 * The dictionaries. French is the source: its shape is the type, so a key that another language
 * lacks does not compile.
 */

import { de } from "./de/index.ts";
import { en } from "./en/index.ts";
import type { first } from "./fr/first.ts";
import { fr } from "./fr/index.ts";
import type { Language } from "./language.ts";
import { nl } from "./nl/index.ts";

/** Every text of the product in one language. */
export type Dictionary = typeof fr;

/** Its part that pages bring first: what COUNTERS, the head and a login say. */
export type FirstWords = typeof first;

/** The dictionaries by language. */
export const dictionaries: Readonly<Record<Language, Dictionary>> = { fr, nl, de, en };
