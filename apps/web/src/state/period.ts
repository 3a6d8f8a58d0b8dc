/** Which channel's new period is being prepared; null when the dialog is shut. */

import { signal } from "@preact/signals";

/** The channel of the open dialog. */
export const periodOf = signal<number | null>(null);
