/** What every answer of the interface must be, whoever asks for whatever. */

import { problemCodes } from "../../../../packages/contract/src/problem.ts";
import type { Verdict } from "../../run/fuzz-target.ts";
import { accepted, broken, refused } from "../../run/fuzz-target.ts";
import type { DrawnRequest } from "./draw-request.ts";

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** What must not stand in an answer to this caller. */
export type Foreign = (body: string) => string | undefined;

/** Whether a body is what the document promises for the operation and the status. */
export type FitsAnswer = (operation: string, status: number, body: unknown) => string | undefined;

const bodyCharsMax = 4_000_000;
const codes: ReadonlySet<string> = new Set(problemCodes);

/** Judges one answer. `wasChanged`: whether the ledger or the configuration did. */
export function judgeAnswer(
  { operation, isJson }: DrawnRequest,
  answer: Answer,
  {
    foreign,
    fits,
    wasChanged,
  }: {
    readonly foreign: Foreign;
    readonly fits: FitsAnswer;
    readonly wasChanged: boolean;
  },
): Verdict {
  const { status, type, body } = answer;
  const { name, statuses } = operation;
  if (status >= 500) return broken("crash", `${name} answers ${status}: ${body.slice(0, 400)}`);
  if (body.length > bodyCharsMax)
    return broken("invented", `${name} answers ${body.length} characters.`);
  const leak = foreign(body);
  if (leak !== undefined) return broken("invented", `${name} tells ${leak}.`);
  if (status >= 400) {
    if (wasChanged)
      return broken("invented", `${name} refuses with ${status}, and the state changed.`);
    const why = problemFault(answer, isJson);
    return why === undefined
      ? refused
      : broken("invented", `${name}: ${why}: ${body.slice(0, 400)}`);
  }
  if (!statuses.includes(status) && status !== 304)
    return broken("invented", `${name} answers ${status}.`);
  if (!type.startsWith("application/json")) return accepted;
  const why = fits(name, status, parsed(body));
  return why === undefined ? accepted : broken("invented", `${name}: ${why}`);
}

/** A refusal is problem+json with a known code; where a value is refused, it names the field. */
function problemFault({ status, type, body }: Answer, isJson: boolean): string | undefined {
  if (!type.startsWith("application/problem+json")) return `a refusal as ${type || "nothing"}`;
  const problem = parsed(body) as Readonly<Record<string, unknown>> | undefined;
  if (problem === undefined) return "a refusal that is no JSON";
  if (problem["status"] !== status) return "another status in the body";
  const { code, detail, errors } = problem;
  if (typeof code !== "string" || !codes.has(code)) return "a code that is not listed";
  if (typeof detail !== "string" || detail === "") return "no words";
  if (!Array.isArray(errors) || errors.length > 1000) return "no list of fields";
  const named = errors.every(
    (one) => typeof one?.pointer === "string" && typeof one?.code === "string" && one.code !== "",
  );
  if (!named) return "a field without a place or a code";
  // What is wrong with the address or the frame of a request is wrong with no field of it.
  if (/not a valid url component|Content-Length/.test(detail)) return undefined;
  const namesField = code === "REQUEST_INVALID" && status === 400 && isJson;
  return namesField && errors.length === 0 ? "no field is named" : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
