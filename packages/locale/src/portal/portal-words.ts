/**
 * The words of the server's portal, a group for each group of pages, so that a page brings its own and
 * no others. French is the source: its shape is the type.
 */

import type { Language } from "../language.ts";
import { de } from "./de/index.ts";
import { en } from "./en/index.ts";
import { fr } from "./fr/index.ts";
import { nl } from "./nl/index.ts";

/** Every text of the portal in one language. */
export type PortalWords = typeof fr;

/** A group of pages. */
export type PortalGroup = keyof PortalWords;

/** The words by language. */
export const portalDictionaries: Readonly<Record<Language, PortalWords>> = { fr, nl, de, en };
