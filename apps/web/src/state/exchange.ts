/** Which channel's meter exchange is being prepared; null when the dialog is shut. */

import { signal } from "@preact/signals";

/** The channel of the open dialog. */
export const exchangeOf = signal<number | null>(null);
