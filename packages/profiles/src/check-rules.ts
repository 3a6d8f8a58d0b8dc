/**
 * Small rules to check parsed JSON with. A rule looks at one value and says what is wrong with it,
 * where, and what is allowed; unknown keys are always refused. No dependency, so that the same check
 * runs in every program.
 */

/** One fault in a profile. */
export interface ProfileFinding {
  /** Like "counters.import.wordAddress"; empty for the whole file. */
  readonly path: string;
  readonly message: string;
  /** The value found, as JSON of at most 80 characters. */
  readonly value: string;
  readonly allowed: string;
}

/** Looks at the value at a path; no findings when it is right. */
export type Rule = (value: unknown, path: string) => readonly ProfileFinding[];

/** A finding about a value. */
export function finding(
  path: string,
  message: string,
  value: unknown,
  allowed: string,
): ProfileFinding {
  const text = JSON.stringify(value) ?? "nothing";
  return { path, message, value: text.length > 80 ? `${text.slice(0, 79)}…` : text, allowed };
}

/** One line for the installer: path, what is wrong, value, allowed. */
export function findingText({ path, message, value, allowed }: ProfileFinding): string {
  return `${path === "" ? "(file)" : path}: ${message} Found ${value}; allowed: ${allowed}.`;
}

/** Text of a length, optionally of a form. */
export function text(lengthMin: number, lengthMax: number, form?: RegExp, allowed?: string): Rule {
  return (value, path) => {
    const isText =
      typeof value === "string" && value.length >= lengthMin && value.length <= lengthMax;
    if (isText && (form === undefined || form.test(value))) return [];
    const what = allowed ?? `text of ${lengthMin} to ${lengthMax} characters`;
    return [finding(path, "The text is not right.", value, what)];
  };
}

/** A whole number within bounds. */
export function integer(min: number, max: number): Rule {
  return (value, path) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max
      ? []
      : [finding(path, "The number is not right.", value, `a whole number from ${min} to ${max}`)];
}

/** True or false. */
export const bool: Rule = (value, path) =>
  typeof value === "boolean" ? [] : [finding(path, "It is neither.", value, "true, false")];

/** One of a few values. */
export function oneOf(values: readonly (string | number)[]): Rule {
  return (value, path) =>
    values.some((allowed) => allowed === value)
      ? []
      : [finding(path, "The value is not known.", value, values.join(", "))];
}

/** A value that may be null. */
export function orNull(rule: Rule): Rule {
  return (value, path) => (value === null ? [] : rule(value, path));
}

/** A list of a length. */
export function list(lengthMin: number, lengthMax: number, item: Rule): Rule {
  return (value, path) => {
    if (!Array.isArray(value) || value.length < lengthMin || value.length > lengthMax) {
      const allowed = `a list of ${lengthMin} to ${lengthMax}`;
      return [finding(path, "The list is not right.", value, allowed)];
    }
    return value.flatMap((entry, index) => item(entry, `${path}[${index}]`));
  };
}

/** An object with any keys of a form. */
export function record(sizeMin: number, sizeMax: number, key: RegExp, item: Rule): Rule {
  return (value, path) => {
    if (!isObject(value)) return [finding(path, "It is no object.", value, "an object")];
    const entries = Object.entries(value);
    if (entries.length < sizeMin || entries.length > sizeMax) {
      const allowed = `${sizeMin} to ${sizeMax} entries`;
      return [finding(path, "The number of entries is not right.", entries.length, allowed)];
    }
    return entries.flatMap(([name, entry]) =>
      key.test(name)
        ? item(entry, join(path, name))
        : [finding(join(path, name), "The key is not right.", name, `keys like ${key.source}`)],
    );
  };
}

/** An object with exactly these keys; the optional ones may be absent. */
export function object(
  required: Readonly<Record<string, Rule>>,
  optional: Readonly<Record<string, Rule>> = {},
): Rule {
  const rules = { ...required, ...optional };
  const names = Object.keys(rules).join(", ");
  return (value, path) => {
    if (!isObject(value)) return [finding(path, "It is no object.", value, "an object")];
    const missing = Object.keys(required)
      .filter((name) => !Object.hasOwn(value, name))
      .map((name) => finding(join(path, name), "The key is missing.", undefined, "a value"));
    const found = Object.entries(value).flatMap(([name, entry]) => {
      const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
      if (rule === undefined) return [finding(join(path, name), "Unknown key.", entry, names)];
      return rule(entry, join(path, name));
    });
    return [...missing, ...found];
  };
}

/** An object whose keys depend on the value of one of them. */
export function byKey(name: string, forms: Readonly<Record<string, Rule>>): Rule {
  return (value, path) => {
    const form = isObject(value) ? value[name] : undefined;
    const rule = typeof form === "string" && Object.hasOwn(forms, form) ? forms[form] : undefined;
    if (rule !== undefined) return rule(value, path);
    const allowed = Object.keys(forms).join(", ");
    return [finding(join(path, name), "The value is not known.", form, allowed)];
  };
}

/** Whether a value is a plain object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
