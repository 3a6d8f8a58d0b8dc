/**
 * The cookie of a tunnel's visitor: of its one host, for scripts unreadable. It says nothing but that this
 * browser brought the ticket. Pure.
 */

/** Over HTTPS the browser itself holds it to the host; plain HTTP is spoken on this machine alone. */
export function visitorCookieName(secure: boolean): string {
  return secure ? "__Host-mega-tunnel" : "mega-tunnel";
}

/**
 * What the browser is told to keep. Lax: whoever comes from the portal's page brings it with his first
 * request already; whatever changes something at the gateway stands behind the gateway's own cookie, which is strict.
 */
export function visitorCookie(word: string, secure: boolean): string {
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
  return `${visitorCookieName(secure)}=${word}; ${attributes}`;
}

/** The word that a request brings; undefined when it brings none that can be one. */
export function visitorWordIn(cookies: string | undefined, secure: boolean): string | undefined {
  const name = visitorCookieName(secure);
  return new RegExp(`(?:^|;)\\s*${name}=([A-Za-z0-9_-]{22})\\s*(?:;|$)`).exec(cookies ?? "")?.[1];
}
