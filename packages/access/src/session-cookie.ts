/**
 * The cookie of a login. Over HTTPS the browser itself holds it to this host and to encrypted ways
 * (`__Host-`). Over plain HTTP it has another name, so that neither can stand for the other; with the
 * port in it, because browsers keep cookies of all ports of a host together.
 */

/** How a request came, as far as its cookie is concerned. */
export interface CookieWay {
  /** Whether nobody on the way can read along. */
  readonly secure: boolean;
  /** Of the socket that listens; undefined where there is none. */
  readonly port: number | undefined;
}

/** Its name. */
export function sessionCookieName({ secure, port }: CookieWay): string {
  if (secure) return "__Host-mega";
  return port === undefined ? "mega-plain" : `mega-plain-${port}`;
}

/** What the browser is told about it. */
export function sessionCookieAttributes({ secure }: CookieWay) {
  return { path: "/", httpOnly: true, sameSite: "strict", secure } as const;
}

/** The word as the cookie brought it; undefined when it cannot be one. */
export function sessionWordOfCookie(value: string | undefined): string | undefined {
  return value !== undefined && /^[A-Za-z0-9_-]{22}$/.test(value) ? value : undefined;
}
