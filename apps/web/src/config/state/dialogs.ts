/** Which dialog of the CONFIG page is open. */

import { signal } from "@preact/signals";

/** A dialog of the page. */
export type ConfigDialog =
  | { readonly kind: "backup" }
  | { readonly kind: "restore" }
  | { readonly kind: "import" }
  | { readonly kind: "revisions" }
  | { readonly kind: "paste"; readonly text: string; readonly firstNo: number };

/** The open dialog; null when none is. */
export const dialog = signal<ConfigDialog | null>(null);

/** Opens a dialog. */
export function openDialog(which: ConfigDialog): void {
  dialog.value = which;
}

/** Shuts it. */
export function shutDialog(): void {
  dialog.value = null;
}
