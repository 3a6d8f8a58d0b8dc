/** What a run of the tests says of a suite. Pure. */

import { stripVTControlCharacters } from "node:util";

/** The part of Vitest's JSON report that is looked at. */
export interface TestReport {
  readonly testResults: readonly {
    /** The path of the file. */
    readonly name: string;
    /** Why it could not be run as a whole. */
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

/** What a suite says. */
export type SuiteVerdict =
  | { readonly kind: "green"; readonly tests: number }
  /** At least one test found by what it asserts that something is wrong. */
  | { readonly kind: "red"; readonly failed: readonly string[] }
  /** Nothing is said: it did not load, ran no test, took too long, or failed by something else. */
  | { readonly kind: "mute"; readonly why: string };

/**
 * The verdict of a suite. A test that ends by an error of any other kind says nothing: an error that
 * does not even compile would be "found" by every test.
 *
 * @param file Of the suite, as the report's paths end.
 */
export function verdictOf(report: TestReport, file: string): SuiteVerdict {
  const results = report.testResults.filter(({ name }) => name.endsWith(`/${file}`));
  const tests = results.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.filter(({ status }) => status === "failed");
  const asserted = failed.filter((test) => test.failureMessages?.some(isAssertion));
  if (asserted.length > 0) {
    return { kind: "red", failed: asserted.map(({ fullName }) => fullName.trim()) };
  }
  const [other] = failed;
  if (other !== undefined) {
    return mute(`"${other.fullName.trim()}" ended otherwise: ${other.failureMessages?.[0]}`);
  }
  const passed = tests.filter(({ status }) => status === "passed").length;
  if (passed > 0) return { kind: "green", tests: passed };
  return mute(results[0]?.message || "no test has run");
}

/** "AssertionError" stands in what `expect` throws, and in the cause that fast-check repeats. */
function isAssertion(message: string): boolean {
  return /\bAssertionError\b|^Error: Property failed after/.test(message);
}

function mute(why: string): SuiteVerdict {
  const plain = stripVTControlCharacters(why).replaceAll(/\s+/g, " ");
  return { kind: "mute", why: plain.slice(0, 300) };
}
