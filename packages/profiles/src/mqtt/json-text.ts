/**
 * A strict JSON reader that keeps numbers as the text they were sent as (RFC 8259). JSON.parse would
 * make floats of them: 9007199254740993 and 0.1 would already be other numbers. Doubled member
 * names are refused because two readers could take different ones.
 */

/** A JSON value; numbers keep their text. */
export type JsonText =
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "string"; readonly text: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" }
  | { readonly kind: "array"; readonly items: readonly JsonText[] }
  | { readonly kind: "object"; readonly members: ReadonlyMap<string, JsonText> };

const depthMax = 16;
const numberForm = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const stringForm = /"(?:[^"\\]|\\.)*"/y;
/** A string that says what stands in it: no escapes, and no control characters. */
const plainString = /"([ !#-[\]-\uffff]*)"/y;

/**
 * Reads a JSON text.
 *
 * @param text At most a few kilobytes; the caller bounds it.
 * @returns Its value; undefined when it is no JSON, is nested deeper than 16, or doubles a name.
 */
export function parseJsonText(text: string): JsonText | undefined {
  const reader = new Reader(text);
  const value = reader.value(0);
  return value !== undefined && reader.isAtEnd() ? value : undefined;
}

/**
 * The value a JSON pointer leads to (RFC 6901).
 *
 * @param root Where to begin.
 * @param pointer "" for the root itself, else "/a/0/b".
 * @returns undefined when nothing is there.
 */
export function valueAt(root: JsonText, pointer: string): JsonText | undefined {
  const steps = stepsOf(pointer);
  if (steps === undefined) return undefined;
  let value: JsonText | undefined = root;
  for (const name of steps) {
    if (value?.kind === "object") value = value.members.get(name);
    else if (value?.kind === "array" && /^(?:0|[1-9]\d{0,3})$/.test(name)) {
      value = value.items[Number(name)];
    } else return undefined;
  }
  return value;
}

/** The pointers in use: those of the configured meters, each followed for every message. */
const knownSteps = new Map<string, readonly string[]>();
const STEPS_KNOWN_MAX = 1024;

/** The steps of a JSON pointer; undefined when it is none. */
export function stepsOf(pointer: string): readonly string[] | undefined {
  if (pointer === "") return [];
  if (!pointer.startsWith("/")) return undefined;
  const known = knownSteps.get(pointer);
  if (known !== undefined) return known;
  const parts = pointer.slice(1).split("/");
  const steps = parts.map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (knownSteps.size >= STEPS_KNOWN_MAX) knownSteps.clear();
  knownSteps.set(pointer, steps);
  return steps;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    this.#passSpace();
    return this.#at === this.#text.length;
  }

  value(depth: number): JsonText | undefined {
    if (depth > depthMax) return undefined;
    this.#passSpace();
    switch (this.#text[this.#at]) {
      case "{":
        return this.#object(depth);
      case "[":
        return this.#array(depth);
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", { kind: "boolean", value: true });
      case "f":
        return this.#word("false", { kind: "boolean", value: false });
      case "n":
        return this.#word("null", { kind: "null" });
      default: {
        const text = this.#match(numberForm);
        return text === undefined ? undefined : { kind: "number", text };
      }
    }
  }

  #object(depth: number): JsonText | undefined {
    const members = new Map<string, JsonText>();
    this.#at += 1;
    if (this.#takes("}")) return { kind: "object", members };
    do {
      this.#passSpace();
      const name = this.#string();
      if (name === undefined || members.has(name.text) || !this.#takes(":")) return undefined;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      members.set(name.text, value);
    } while (this.#takes(","));
    return this.#takes("}") ? { kind: "object", members } : undefined;
  }

  #array(depth: number): JsonText | undefined {
    const items: JsonText[] = [];
    this.#at += 1;
    if (this.#takes("]")) return { kind: "array", items };
    do {
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      items.push(value);
    } while (this.#takes(","));
    return this.#takes("]") ? { kind: "array", items } : undefined;
  }

  #string(): { readonly kind: "string"; readonly text: string } | undefined {
    plainString.lastIndex = this.#at;
    const text = plainString.exec(this.#text)?.[1];
    if (text !== undefined) {
      this.#at = plainString.lastIndex;
      return { kind: "string", text };
    }
    const quoted = this.#match(stringForm);
    if (quoted === undefined) return undefined;
    try {
      return { kind: "string", text: String(JSON.parse(quoted)) };
    } catch {
      // A control character or an escape that JSON does not have.
      return undefined;
    }
  }

  #word(word: string, value: JsonText): JsonText | undefined {
    if (!this.#text.startsWith(word, this.#at)) return undefined;
    this.#at += word.length;
    return value;
  }

  #takes(character: string): boolean {
    this.#passSpace();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #passSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at += 1;
    }
  }

  #match(form: RegExp): string | undefined {
    form.lastIndex = this.#at;
    const match = form.exec(this.#text);
    if (match === null) return undefined;
    this.#at = form.lastIndex;
    return match[0];
  }
}
