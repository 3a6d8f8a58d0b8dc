/** What every page gets. */

/** What a page is drawn from. */
export interface PageProps {
  /** What the groups of the address's pattern matched. */
  readonly params: readonly string[];
}
