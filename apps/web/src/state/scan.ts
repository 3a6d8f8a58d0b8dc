/** How far the scan of a bus is, as the stream tells it; null before the first word of one. */

import type { ScanProgress } from "@mega/contract";
import { signal } from "@preact/signals";

export const scanProgress = signal<ScanProgress | null>(null);
