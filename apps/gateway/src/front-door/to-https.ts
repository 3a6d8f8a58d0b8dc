/** What plain HTTP from another machine is answered with: the way to HTTPS, or a refusal. Pure. */

/** An answer without a server behind it. */
export interface PlainAnswer {
  readonly status: 308 | 400 | 403;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request as far as the answer depends on it. */
export interface PlainRequest {
  readonly method: string | undefined;
  /** As it stands in the request line. */
  readonly url: string | undefined;
  readonly host: string | undefined;
}

/**
 * Reads are sent to the same host and port by HTTPS. A change is refused: what it held has been read
 * on the way already, and a browser would send it again without asking.
 */
export function plainAnswer({ method, url = "/", host = "" }: PlainRequest): PlainAnswer {
  if (!/^([A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?$/.test(host)) {
    return problem(400, "REQUEST_INVALID", "The request names no host");
  }
  // A whole address, or one that a browser would take for another host's, leads nowhere.
  if (!/^\/(?![/\\])/.test(url)) return problem(400, "REQUEST_INVALID", "The path is none");
  if (method === "GET" || method === "HEAD") {
    const headers = { location: `https://${host}${url}`, "content-length": "0" };
    return { status: 308, headers: { ...headers, ...always }, body: "" };
  }
  return problem(
    403,
    "FORBIDDEN",
    "Changes are made over HTTPS only: plain HTTP is read on the way",
  );
}

const always = { connection: "close", "cache-control": "no-store" };

function problem(status: 400 | 403, code: string, detail: string): PlainAnswer {
  const type = `urn:mega:problem:${code.toLowerCase().replaceAll("_", "-")}`;
  const body = JSON.stringify({ type, title: code, status, detail, code });
  const headers = {
    "content-type": "application/problem+json",
    "content-length": String(Buffer.byteLength(body)),
  };
  return { status, headers: { ...headers, ...always }, body };
}
