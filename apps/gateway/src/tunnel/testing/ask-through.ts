/** Asks a page through a tunnel, as the server does for a visitor. */

import type { TunnelLink, TunnelRequestHead, TunnelResponseHead, TunnelStream } from "@mega/uplink";

/** What came. */
export interface Through {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** How it is asked. */
export interface AskedThrough {
  readonly method?: TunnelRequestHead["method"];
  readonly headers?: TunnelRequestHead["headers"];
  readonly body?: string;
}

/** The answer; rejects when the request comes to nothing. */
export async function askThrough(
  link: TunnelLink,
  path: string,
  { method = "GET", headers = [], body }: AskedThrough = {},
): Promise<Through> {
  const type: TunnelRequestHead["headers"] =
    body === undefined
      ? []
      : [
          ["content-type", "application/json"],
          ["content-length", String(Buffer.byteLength(body))],
        ];
  let head: TunnelResponseHead | undefined;
  const stream = link.request({ method, path, headers: [...headers, ...type] }, (told) => {
    head = told;
  });
  if (stream === undefined) throw new Error("the tunnel takes no request");
  stream.end(body);
  const text = await textOf(stream);
  if (head === undefined) throw new Error("an answer without a head");
  return { status: head.status, headers: new Map(head.headers), body: text };
}

async function textOf(stream: TunnelStream): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
