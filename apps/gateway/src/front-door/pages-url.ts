/** The address of the pages for mails, print and console: as others in the building reach them. Pure. */

/** What is known of the pages' door. */
export interface PagesPlace {
  /** Whether only this machine reaches the pages. */
  readonly loopbackOnly: boolean;
  /** Where they are for who sits at this machine; undefined where nothing listens. */
  readonly ownUrl: string | undefined;
  /** Names and addresses of this machine. */
  readonly names: readonly string[];
}

/** "https://192.168.1.20:8082/"; null where no address is of use to a reader. */
export function pagesUrl({ loopbackOnly, ownUrl, names }: PagesPlace): string | null {
  if (loopbackOnly || ownUrl === undefined) return null;
  if (ownUrl.startsWith("https://")) return ownUrl;
  // Who listens everywhere is told apart by the first address in the building's network.
  const address = names.find((name) => /^\d+\.\d+\.\d+\.\d+$/.test(name) && !isOwnOnly(name));
  return address === undefined ? null : `https://${address}:${new URL(ownUrl).port}/`;
}

/** Loopback, and what a machine gives itself when nobody gave it an address. */
function isOwnOnly(address: string): boolean {
  return address.startsWith("127.") || address.startsWith("169.254.");
}
