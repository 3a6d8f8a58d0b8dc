/**
 * Every word of the page's language. Only what is brought later may say them: a page or dialog is
 * drawn when its script and these words have both come. What comes with the first script says
 * `words` of state/session.ts; a test of the build holds it to that.
 */

import type { Dictionary } from "@mega/locale";
import { computed } from "@preact/signals";
import { wholeDictionary } from "./session.ts";

/** The words of the page, all of them. */
export const allWords = computed<Dictionary>(() => {
  if (wholeDictionary.value === null) throw new Error("A page was drawn before its words had come");
  return wholeDictionary.value;
});
