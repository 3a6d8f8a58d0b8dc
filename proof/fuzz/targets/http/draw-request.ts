/** Requests to the interface: valid ones made from its document, then spoilt in one place or more. */

import { fromSchema } from "../../draw/from-schema.ts";
import type { FuzzRandom } from "../../draw/random.ts";
import { spoilJsonText } from "../../draw/spoil-json-text.ts";
import { spoilValue } from "../../draw/spoil-value.ts";
import type { AskedOperation } from "./interface.ts";

/** Keys that the server's reader takes for no JSON at all. */
const poisoned = /"(?:__proto__|constructor)"/;

export interface DrawnRequest {
  readonly operation: AskedOperation;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Whether the body is JSON that says so. */
  readonly isJson: boolean;
}

/** Heads that people, programs and attackers send. */
const strangeHeads: readonly (readonly [string, string])[] = [
  ["accept", "text/html"],
  ["accept", "\"'<>"],
  ["accept-encoding", "gzip;q=9, br"],
  ["accept-language", "xx".repeat(200)],
  ["authorization", "Bearer x"],
  ["authorization", `Bearer ${"A".repeat(5000)}`],
  ["authorization", "Basic Og=="],
  ["cookie", "mega-plain=; mega-plain=AAAA"],
  ["cookie", `__Host-mega=${"%".repeat(60)}`],
  ["cookie", "=;;;=%zz"],
  ["host", "evil.example"],
  ["host", "[::1"],
  ["if-match", '"1"'],
  ["if-match", "*"],
  ["if-none-match", '"x"'],
  ["mega-confirmation", "A".repeat(22)],
  ["mega-csrf", "=".repeat(100)],
  ["origin", "null"],
  ["origin", "http://evil.example"],
  ["range", "bytes=0-1"],
  ["sec-fetch-site", "cross-site"],
  ["x-forwarded-for", "127.0.0.1"],
  ["x-http-method-override", "DELETE"],
  ["content-length", "5"],
];

const otherTypes = [
  "text/plain",
  "application/xml",
  "",
  "application/json; charset=utf-16",
] as const;

/** Draws a request to the operation. */
export function drawRequest(random: FuzzRandom, operation: AskedOperation): DrawnRequest {
  const heads = random.once(5) ? [random.pickOf(strangeHeads) ?? ["x", "y"]] : [];
  // A save says which revision it stands on.
  if (/configuration/.test(operation.path) && !random.once(3)) heads.push(["if-match", '"1"']);
  const { body, isJson, type } = drawBody(random, operation);
  const typed = body === undefined ? {} : { "content-type": type };
  return {
    operation,
    url: drawUrl(random, operation),
    headers: { ...typed, ...Object.fromEntries(heads) },
    body,
    isJson,
  };
}

function drawUrl(random: FuzzRandom, { path, parameters }: AskedOperation): string {
  let url = path;
  const query: string[] = [];
  for (const { name, in: place, required, schema } of parameters) {
    if (place === "query" && !required && random.once(2)) continue;
    const value = random.once(6)
      ? spoilValue(random, fromSchema(random, schema))
      : fromSchema(random, schema);
    const text = encoded(random, value);
    if (place === "path") url = url.replace(`{${name}}`, text);
    else query.push(`${name}=${text}`);
  }
  if (random.once(20))
    query.push(random.pick(["x=1", "%zz=1", "months", "&&", "a[b]=1", "limit=1"]));
  return query.length === 0 ? url : `${url}?${query.join("&")}`;
}

function encoded(random: FuzzRandom, value: unknown): string {
  const text = typeof value === "object" ? JSON.stringify(value) : `${value}`;
  if (random.once(30)) return random.pick(["%", "%00", "%zz", "%c0%af", "..%2f..", "a/b", "+"]);
  return encodeURIComponent(text.toWellFormed());
}

interface DrawnBody {
  readonly body: string | undefined;
  readonly isJson: boolean;
  readonly type: string;
}

function drawBody(random: FuzzRandom, { body: schema, method }: AskedOperation): DrawnBody {
  const json = "application/json";
  if (schema === undefined) {
    const isSent = method !== "GET" && random.once(3);
    return {
      body: isSent ? random.pick(["{}", "", "null", '{"a":1}']) : undefined,
      isJson: false,
      type: json,
    };
  }
  let value = fromSchema(random, schema);
  for (let left = random.below(3); left > 0; left--) value = spoilValue(random, value);
  const text = JSON.stringify(value) ?? "";
  switch (random.below(16)) {
    case 0:
      return { body: spoilJsonText(random, text), isJson: false, type: json };
    case 1:
      return { body: random.once(20) ? `"${"x".repeat(70_000)}"` : "", isJson: false, type: json };
    case 2:
      return { body: text, isJson: false, type: random.pick(otherTypes) };
    default:
      return { body: text, isJson: text !== "" && !poisoned.test(text), type: json };
  }
}
