/** An index at a boundary of a month, of a period or of a reading, with the figure that is printed. */

import type { BoundaryIndex } from "../expected/boundary-index.ts";
import type { PrintedIndex } from "../expected/counter-facts.ts";
import type { Source } from "../expected/counter-life.ts";

/** A boundary as it is printed. */
export interface PrintedBoundary {
  readonly side: "opening" | "closing" | "reading";
  readonly source: Source;
  readonly boundary: BoundaryIndex;
  /** The figure on the page, or in the ledger where no page shows it. */
  readonly printed: PrintedIndex;
}
