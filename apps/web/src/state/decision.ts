/** Which decision on waiting readings is being prepared; null when the dialog is shut. */

import type { QuarantinedSource } from "@mega/contract";
import { signal } from "@preact/signals";

/** What a person may decide about readings as they are. */
export type DecisionKind = "release" | "discard" | "rollover";

/** The decision of the open dialog. */
export const decisionOf = signal<{
  readonly kind: DecisionKind;
  readonly source: QuarantinedSource;
  readonly channelNo: number;
} | null>(null);
