/** Whether the dialog of SEND MAIL is open; null when it is shut. */

import { signal } from "@preact/signals";

/** The open dialog. */
export const mailOpen = signal<true | null>(null);
