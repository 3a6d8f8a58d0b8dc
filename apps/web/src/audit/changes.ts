/** What an entry of the audit log changed, as a flat list: where, what was there, what is there. */

/** One value that differs. */
export interface Change {
  /** "channels/3/name". */
  readonly path: string;
  /** As text; null where there was nothing. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Nested deeper than this a value is shown as one piece of text. */
const DEPTH_MAX = 12;

/**
 * The changes of an entry: those between its "before" and "after", and every other detail as
 * something that is there.
 */
export function changesOf(details: Readonly<Record<string, unknown>>): readonly Change[] {
  const { before, after, ...rest } = details;
  const isPair = "after" in details && "before" in details;
  const changed = isPair ? differences(leavesOf(before), leavesOf(after)) : [];
  const told = leavesOf(isPair ? rest : details);
  return [...changed, ...[...told].map(([path, text]) => ({ path, before: null, after: text }))];
}

function differences(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly Change[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => ({
      path,
      before: before.get(path) ?? null,
      after: after.get(path) ?? null,
    }));
}

/** Every value by its path; empty lists and objects are values of their own. */
function leavesOf(value: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  collect(value, "", 0, found);
  return found;
}

function collect(value: unknown, path: string, depth: number, found: Map<string, string>): void {
  if (value === undefined) return;
  const children = typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (children.length === 0 || depth >= DEPTH_MAX) {
    const isEmptyRoot = path === "" && typeof value === "object";
    if (!isEmptyRoot) found.set(path, typeof value === "string" ? value : JSON.stringify(value));
    return;
  }
  for (const [key, child] of children) {
    collect(child, path === "" ? key : `${path}/${key}`, depth + 1, found);
  }
}
