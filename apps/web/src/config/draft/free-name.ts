/** A name that no other entry of a list has: "bus", "bus-2", "bus-3" … Pure. */

/** The first free one. */
export function freeName(word: string, entries: readonly { readonly id: string }[]): string {
  const taken = new Set(entries.map(({ id }) => id));
  if (!taken.has(word)) return word;
  for (let count = 2; ; count += 1) {
    if (!taken.has(`${word}-${count}`)) return `${word}-${count}`;
  }
}
