/** Whether a page of another site asks for a change (cross-site request forgery). */

/** What a browser says about the page that asks. */
export interface AskingPage {
  readonly method: string;
  /** The header `Origin`; programs send none. */
  readonly origin: string | undefined;
  /** The header `Sec-Fetch-Site`; older browsers send none. */
  readonly site: string | undefined;
}

/**
 * Whether the request would change something for a page that is not ours.
 *
 * @param own Scheme, host and port of our own pages: "https://mega.local".
 */
export function isForeignChange({ method, origin, site }: AskingPage, own: string): boolean {
  if (method === "GET" || method === "HEAD") return false;
  const foreign = origin !== undefined && origin.toLowerCase() !== own.toLowerCase();
  return foreign || (site !== undefined && site !== "same-origin" && site !== "none");
}
