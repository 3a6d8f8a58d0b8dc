/**
 * What the configuration's schema is built from. Beside the rules that a validator checks, a part
 * says in words what is allowed (`allowed`) where the rule itself is no sentence, what holds when
 * the key is left out (`default` as a value, `absent` in words), which form a text has (`form`, a
 * word of faults.ts that pages translate), and whether its value is a secret that no message
 * repeats and no answer holds (`secret`). Messages and docs/reference/config.md are made of these.
 */

import { type TObject, type TProperties, Type } from "typebox";

/** A group of keys that knows no others. */
export function group<T extends TProperties>(
  properties: T,
  description: string,
  absent?: string,
): TObject<T> {
  const words = { description, ...(absent === undefined ? {} : { absent }) };
  return Type.Object(properties, { additionalProperties: false, ...words });
}

/** A name by which other places of the file refer to something. */
export function id(description: string, absent?: string) {
  return Type.String({
    pattern: "^[a-z0-9][a-z0-9-]{0,30}$",
    description,
    allowed: "1 to 31 lower-case letters, digits and hyphens",
    form: "name",
    ...(absent === undefined ? {} : { absent }),
  });
}

/**
 * What a text that people read keeps to: no control characters and no line ends of Unicode, which
 * move cells and lines wherever the text is copied to.
 */
export const printable = {
  pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$",
  printable: true,
} as const;

/** A figure as decimal text, so that no float stands between the file and a bill. */
export function decimal(description: string, absent: string) {
  return Type.String({
    pattern: "^\\d{1,12}(\\.\\d{1,9})?$",
    description,
    absent,
    allowed: "digits, with a dot before decimals: 69 or 27.5",
    form: "decimal",
  });
}

/** One of the words or numbers listed. */
export function choice<const T extends readonly (string | number)[]>(
  values: T,
  options: {
    readonly description: string;
    readonly default?: T[number];
    readonly absent?: string;
  },
) {
  return Type.Enum([...values] as T[number][], options);
}

/** A whole number within limits. */
export function whole(
  minimum: number,
  maximum: number,
  options: { readonly description: string; readonly default?: number; readonly absent?: string },
) {
  return Type.Integer({ minimum, maximum, ...options });
}

/** The key that tells the forms of a group apart. */
export function kind<const T extends string>(word: T) {
  return Type.Literal(word, { description: "Tells the forms apart." });
}

/** A host, told from a URL and from "host:port", which are common slips. */
export function host(options: { readonly description: string; readonly default?: string }) {
  return Type.String({
    pattern: "^([A-Za-z0-9._-]+|[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*(%[A-Za-z0-9._-]+)?)$",
    maxLength: 253,
    allowed: "a host name or an IP address, without http:// and without a port",
    form: "host",
    ...options,
  });
}

/** The address of a broker of MQTT. */
export function brokerUrl(description: string) {
  return Type.String({
    pattern: "^mqtts?://[^/@\\s]+/?$",
    maxLength: 255,
    description,
    allowed: "mqtt://HOST:PORT or mqtts://HOST:PORT, without user name or password",
    form: "broker-url",
  });
}

/** A TCP port. */
export function tcpPort(options: {
  readonly description: string;
  readonly default?: number;
  readonly absent?: string;
}) {
  return Type.Integer({ minimum: 1, maximum: 65_535, ...options });
}

/** What is metered. */
export const media = ["electricity", "heat", "cold", "water", "hotWater", "gas"] as const;

/** A hardware address in any common spelling; `macDigits` takes the separators out. */
export function mac(options: { readonly description: string; readonly absent?: string }) {
  return Type.String({
    pattern: "^[0-9a-fA-F]{2}([:. -]?[0-9a-fA-F]{2}){5}$",
    allowed: "12 hexadecimal digits, with or without : or - between them",
    form: "mac",
    ...options,
  });
}
