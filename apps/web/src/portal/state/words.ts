/**
 * The portal's words: a group comes with the pages that say it. What every page says of a gateway's
 * words (`words` of state/session.ts) stands beside them.
 */

import {
  type Language,
  languages,
  loadPortalWords,
  type PortalGroup,
  type PortalWords,
} from "@mega/locale";
import { computed, effect, signal } from "@preact/signals";
import { language, ownRefusals } from "../../state/session.ts";

type Come = Readonly<Partial<Record<Language, Partial<PortalWords>>>>;

const come = signal<Come>({});
const needed = new Set<PortalGroup>();

function wordsOf<Group extends PortalGroup>(group: Group): () => PortalWords[Group] {
  return () => {
    // While another language is on its way the page keeps the one it has.
    for (const one of [language.value, ...languages]) {
      const found = come.value[one]?.[group];
      if (found !== undefined) return found;
    }
    throw new Error(`A page was drawn before its words had come: ${group}`);
  };
}

/** The words of the frame, the way in and the own account; nothing is drawn before them. */
export const shellWords = computed(wordsOf("shell"));
/** The words of a tenant's pages. */
export const tenantWords = computed(wordsOf("tenant"));
/** The words of the fleet and of the operator's pages. */
export const fleetWords = computed(wordsOf("fleet"));
/** The words of one building. */
export const buildingWords = computed(wordsOf("building"));
/** The words of a gateway's own page. */
export const tunnelWords = computed(wordsOf("tunnel"));
/** The words of figures and commands of a gateway. */
export const commandWords = computed(wordsOf("commands"));

/** Brings groups of words in the language of the page; rejects when they cannot be reached. */
export async function bringGroups(groups: readonly PortalGroup[]): Promise<void> {
  for (const group of groups) needed.add(group);
  const wanted = language.value;
  await Promise.all([...needed].map((group) => bring(wanted, group)));
}

async function bring<Group extends PortalGroup>(wanted: Language, group: Group): Promise<void> {
  if (come.value[wanted]?.[group] !== undefined) return;
  const brought = await loadPortalWords(wanted, group);
  come.value = { ...come.value, [wanted]: { ...come.value[wanted], [group]: brought } };
}

/** Follows the language of the page, and says refusals in the portal's own words. */
export function followWords(): void {
  effect(() => {
    const wanted = language.value;
    for (const group of needed) {
      // Out of reach: the page keeps the words that it has.
      bring(wanted, group).catch(() => undefined);
    }
  });
  effect(() => {
    ownRefusals.value = shellWords.value.refusals;
  });
}
