/**
 * Places of a configuration document by the names that its entries have, "/channels[no=3]/name",
 * which stay the same when an entry before them goes; and as JSON pointers. Pure.
 */

/** Keys by which the entries of a list are told apart; what comes first counts. */
const identityKeys = ["id", "no", "broker"] as const;

/** A group of keys. */
export type Group = Readonly<Record<string, unknown>>;

/** Whether a value is a group of keys. */
export function isGroup(value: unknown): value is Group {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** "[no=3]" of an entry; "[own]" for the one that names no broker; undefined where it has no name. */
export function identityOf(entry: unknown): string | undefined {
  if (!isGroup(entry)) return undefined;
  for (const key of identityKeys) {
    const name = entry[key];
    if (typeof name === "string" || typeof name === "number") return `[${key}=${name}]`;
  }
  return "user" in entry || "password" in entry ? "[own]" : undefined;
}

/** A key as a part of a JSON pointer. */
export function escapedKey(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The JSON pointer of a place; the nearest place around it where the document has no such entry. */
export function pointerOf(document: unknown, place: string): string {
  const parts = place.split("/").slice(1);
  let pointer = "";
  let value = document;
  for (const part of parts) {
    const [, key = part, identity] = /^([^[]+)(\[.+\])?$/.exec(part) ?? [];
    pointer += `/${key}`;
    value = isGroup(value) ? value[key.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined;
    if (identity === undefined) continue;
    const index: number = Array.isArray(value)
      ? value.findIndex((entry) => identityOf(entry) === identity)
      : -1;
    if (index < 0) return pointer;
    pointer += `/${index}`;
    value = (value as readonly unknown[])[index];
  }
  return pointer;
}
