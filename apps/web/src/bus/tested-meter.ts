/** Which meter the dialog tests; null while it is shut. */

import type { MeterTestRequest } from "@mega/contract";
import { signal } from "@preact/signals";

export const testedMeter = signal<MeterTestRequest | null>(null);
