/**
 * Heads of requests and answers in a tunnel. There is no host and no port in them: what is asked is
 * always the gateway's own page. Only headers that a page needs pass; of what a visitor's browser or a
 * proxy says besides, the gateway hears nothing.
 */

import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { TUNNEL_HEAD_BYTES_MAX, TUNNEL_HEADERS_MAX } from "./limits.ts";

/** Methods of the gateway's interface. */
const methods = ["GET", "HEAD", "POST", "PUT", "DELETE"] as const;

/** Headers of a request that pass; all others stay behind. */
export const tunnelRequestHeaders = [
  "accept",
  "accept-encoding",
  "accept-language",
  "cache-control",
  "content-length",
  "content-type",
  "cookie",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-range",
  "last-event-id",
  "mega-confirmation",
  "mega-csrf",
  "origin",
  "pragma",
  "range",
  "sec-fetch-dest",
  "sec-fetch-mode",
  "sec-fetch-site",
  "sec-fetch-user",
  "user-agent",
] as const;

const Value8Bit = Type.String({ pattern: "^[\\t\\x20-\\x7e\\x80-\\xff]*$", maxLength: 8192 });

const RequestHead = Type.Object(
  {
    method: Type.Enum([...methods]),
    /** Path and query of the page's own address: never another host's. */
    path: Type.String({ pattern: "^/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]*$", maxLength: 4096 }),
    headers: Type.Array(Type.Tuple([Type.Enum([...tunnelRequestHeaders]), Value8Bit]), {
      maxItems: TUNNEL_HEADERS_MAX,
    }),
  },
  { additionalProperties: false },
);
/** The head of a request. */
export type TunnelRequestHead = Static<typeof RequestHead>;

const ResponseHead = Type.Object(
  {
    status: Type.Integer({ minimum: 200, maximum: 599 }),
    headers: Type.Array(
      Type.Tuple([
        Type.String({ pattern: "^[a-z0-9!#$%&'*+.^_`|~-]+$", maxLength: 64 }),
        Value8Bit,
      ]),
      { maxItems: TUNNEL_HEADERS_MAX },
    ),
  },
  { additionalProperties: false },
);
/** The head of an answer. */
export type TunnelResponseHead = Static<typeof ResponseHead>;

/** Whether it is the head of a request that may pass. */
export function isRequestHead(value: unknown): value is TunnelRequestHead {
  return Value.Check(RequestHead, value);
}

/** Whether it is the head of an answer. */
export function isResponseHead(value: unknown): value is TunnelResponseHead {
  return Value.Check(ResponseHead, value);
}

/** Whether a head has room in a frame. */
export function fitsFrame(head: TunnelRequestHead | TunnelResponseHead): boolean {
  return new TextEncoder().encode(JSON.stringify(head)).length <= TUNNEL_HEAD_BYTES_MAX;
}
