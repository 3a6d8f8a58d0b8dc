/**
 * Says what is wrong with a configuration in words a person can act on: the place, the value found
 * and what is allowed. Pure; the schema library finds, this file explains.
 */

import type { TSchema } from "typebox";
import { Settings } from "typebox/system";
import { Value } from "typebox/value";

/** One fault of a configuration. */
export interface ConfigProblem {
  /** Place in the file as a JSON pointer: "/channels/3/name". */
  readonly path: string;
  /** The value found, as short JSON; "nothing" where it is missing. */
  readonly value: string;
  readonly allowed: string;
}

const PROBLEMS_MAX = 100;

interface RawProblem {
  readonly keyword: string;
  readonly schemaPath: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Every fault of the value against the schema, one for each place, at most 100. */
export function schemaProblems(schema: TSchema, value: unknown): ConfigProblem[] {
  Settings.Set({ maxErrors: 1000 });
  const raw = [...Value.Errors(schema, value)] as RawProblem[];
  const relevant = raw.filter((problem) => concernsTheChosenKind(schema, value, problem));
  const places = new Map<string, RawProblem[]>();
  for (const problem of relevant) {
    for (const place of placesOf(problem)) {
      places.set(place, [...(places.get(place) ?? []), problem]);
    }
  }
  return [...places]
    .map(([path, problems]) => explain(value, path, problems))
    .filter((problem) => problem !== undefined)
    .slice(0, PROBLEMS_MAX);
}

/** Among the forms that a "kind" tells apart, only the faults of the form that was chosen matter. */
function concernsTheChosenKind(schema: TSchema, value: unknown, problem: RawProblem): boolean {
  const match = /^(.*\/anyOf)\/(\d+)(\/.*)$/.exec(problem.schemaPath);
  if (match === null) return true;
  const [, unionPath = "", branchNo = "", rest = ""] = match;
  const branch = at(schema, `${unionPath.slice(1)}/${branchNo}`);
  const kind = (at(branch, "/properties/kind") as { const?: unknown } | undefined)?.const;
  if (kind === undefined) return true;
  const depth = rest.split("/").filter((part) => part === "properties" || part === "items").length;
  const objectPath = problem.instancePath
    .split("/")
    .slice(0, depth === 0 ? undefined : -depth)
    .join("/");
  const chosen = (at(value, objectPath) as { kind?: unknown } | undefined)?.kind;
  return rest === "/properties/kind"
    ? !kindsAround(schema, unionPath).includes(chosen)
    : chosen === kind;
}

function kindsAround(schema: TSchema, unionPath: string): unknown[] {
  const branches = at(schema, unionPath.slice(1));
  if (!Array.isArray(branches)) return [];
  return branches.map((branch) => (at(branch, "/properties/kind") as { const?: unknown })?.const);
}

function placesOf(problem: RawProblem): string[] {
  const inside = (names: unknown): string[] =>
    Array.isArray(names) ? names.map((name) => `${problem.instancePath}/${String(name)}`) : [];
  switch (problem.keyword) {
    case "required":
      return inside(problem.params["requiredProperties"]);
    case "additionalProperties":
      return inside(problem.params["additionalProperties"]);
    case "boolean":
    case "anyOf":
      return [];
    default:
      return [problem.instancePath];
  }
}

function explain(
  value: unknown,
  path: string,
  problems: readonly RawProblem[],
): ConfigProblem | undefined {
  const first = problems[0];
  if (first === undefined) return undefined;
  const found = at(value, path);
  const text = found === undefined ? "nothing" : (JSON.stringify(found) ?? String(found));
  const shown = text.length > 80 ? `${text.slice(0, 77)}…` : text;
  return { path, value: shown, allowed: allowedBy(problems, first) };
}

function allowedBy(problems: readonly RawProblem[], first: RawProblem): string {
  const constants = problems.filter((problem) => problem.keyword === "const");
  if (constants.length > 0) {
    return [...new Set(constants.map((problem) => String(problem.params["allowedValue"])))].join(
      ", ",
    );
  }
  switch (first.keyword) {
    case "required":
      return "a value is needed here";
    case "additionalProperties":
      return "this key is not known";
    case "minimum":
    case "maximum":
      return `a number ${String(first.params["comparison"])} ${String(first.params["limit"])}`;
    case "minLength":
      return `at least ${String(first.params["limit"])} characters`;
    case "maxLength":
      return `at most ${String(first.params["limit"])} characters`;
    case "maxItems":
      return `at most ${String(first.params["limit"])} entries`;
    case "pattern":
      return `text of the form ${String(first.params["pattern"])}`;
    case "type":
      return `a value of type ${String(first.params["type"])}`;
    default:
      return `a value that passes "${first.keyword}"`;
  }
}

function at(value: unknown, path: string): unknown {
  let here: unknown = value;
  for (const part of path.split("/").slice(1)) {
    if (typeof here !== "object" || here === null) return undefined;
    here = (here as Record<string, unknown>)[part.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return here;
}
