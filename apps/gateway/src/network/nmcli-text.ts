/** Reads the terse output of nmcli (nmcli(1), --terse): its tables and its lists of properties. */

/**
 * One line of a terse table: columns between colons, a colon or backslash inside a value escaped by
 * a backslash. "a\\:b:c" → ["a:b", "c"].
 */
export function columnsOf(line: string): string[] {
  const columns = [""];
  for (let at = 0; at < line.length; at += 1) {
    const sign = line.charAt(at);
    const last = columns.length - 1;
    if (sign === "\\" && at + 1 < line.length) {
      at += 1;
      columns[last] += line.charAt(at);
    } else if (sign === ":") columns.push("");
    else columns[last] += sign;
  }
  return columns;
}

/** The lines of a terse table. */
export function tableOf(text: string): string[][] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map(columnsOf);
}

/** Properties by name; those of a list as "IP4.DNS" in their order. Values are not escaped. */
export type Properties = ReadonlyMap<string, readonly string[]>;

/** The properties of one object: "IP4.DNS[2]:8.8.8.8". */
export function propertiesOf(text: string): Properties {
  const properties = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const found = /^([A-Za-z0-9.-]+)(?:\[\d+\])?:(.*)$/.exec(line);
    if (found === null) continue;
    const [, name = "", value = ""] = found;
    const values = properties.get(name) ?? [];
    if (value !== "" && value !== "--") values.push(value);
    properties.set(name, values);
  }
  return properties;
}

/** The properties of several objects, which a blank line parts. */
export function blocksOf(text: string): Properties[] {
  return text
    .split(/\n\s*\n/)
    .filter((block) => block.trim() !== "")
    .map(propertiesOf);
}

/** The first value of a property; null where it has none. */
export function first(properties: Properties, name: string): string | null {
  return properties.get(name)?.[0] ?? null;
}
