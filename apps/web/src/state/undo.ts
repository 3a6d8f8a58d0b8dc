/** Which new period is being undone; null when the dialog is shut. */

import type { UndoablePeriod } from "@mega/contract";
import { signal } from "@preact/signals";

/** The period of the open dialog. */
export const undoOf = signal<UndoablePeriod | null>(null);
