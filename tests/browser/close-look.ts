// How closely axe looks at a page. Everything it knows takes seconds a page and finds the same in
// every language but names and labels: so each theme is looked at whole in one language, and the
// other languages for what differs by language.

import { AxeBuilder } from "@axe-core/playwright";
import type { Language } from "@mega/locale";
import type { Page } from "playwright-core";

/** A theme, a language, and whether axe looks for all it knows or at names only. */
export interface Look {
  readonly theme: "light" | "dark";
  readonly language: Language;
  readonly rules: "all" | "names";
}

/** Both themes and four languages; German has the longest words, so it is seen whole. */
export const looks: readonly Look[] = [
  { theme: "light", language: "fr", rules: "all" },
  { theme: "dark", language: "de", rules: "all" },
  { theme: "light", language: "nl", rules: "names" },
  { theme: "dark", language: "en", rules: "names" },
];

/** What differs by language: that everything has a name, and that the page says its language. */
const nameRules = [
  "aria-command-name",
  "aria-dialog-name",
  "aria-input-field-name",
  "aria-progressbar-name",
  "aria-toggle-field-name",
  "button-name",
  "document-title",
  "empty-heading",
  "empty-table-header",
  "html-has-lang",
  "html-lang-valid",
  "input-button-name",
  "label",
  "landmark-unique",
  "link-name",
  "role-img-alt",
  "select-name",
  "summary-name",
  "svg-img-alt",
  "valid-lang",
];

/** Which part of the page is looked at; the whole of it unless told otherwise. */
export interface Part {
  readonly include?: string;
  readonly exclude?: string;
}

/** What axe finds: the rule and the place of each fault. */
export async function faultsOf(
  page: Page,
  rules: Look["rules"] = "all",
  { include, exclude }: Part = {},
): Promise<readonly string[]> {
  let axe = new AxeBuilder({ page });
  if (rules === "names") axe = axe.withRules(nameRules);
  if (include !== undefined) axe = axe.include(include);
  if (exclude !== undefined) axe = axe.exclude(exclude);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target.join(" ")}`);
}

/** How many px the page reaches beside the screen. */
export function beyondOf(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}
