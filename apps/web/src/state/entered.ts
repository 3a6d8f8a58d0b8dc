/** Which channel's index is being typed; null when the dialog is shut. */

import { signal } from "@preact/signals";

/** The channel of the open dialog. */
export const enteredOf = signal<number | null>(null);
