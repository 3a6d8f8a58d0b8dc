/**
 * What stands around a test button: whether it was run, every step with its time and the other
 * side's own words, and then in plain words what to check. Steps, facts and advice are stable words
 * of the report; `words.tests` translates them.
 */

import type { TestReport, TestStep } from "@mega/contract";
import { formatDateTime, formatDecimal } from "@mega/locale";
import type { ComponentChildren } from "preact";
import { allWords } from "../state/all-words.ts";
import { language, timeZone } from "../state/session.ts";
import type { Test, TestState } from "./use-test.ts";
import "../styles/tests.css";

interface TestBoxProps {
  readonly test: Test;
  /** What is tested, for who hears the page: "Broker ha". */
  readonly name: string;
  /** The button's word; the leaflet's where it has one: "TEST BROKER". */
  readonly button: string;
  /** Says before the first run what the test does, or why it cannot be run now. */
  readonly hint?: string;
  readonly disabled?: boolean;
  /** What belongs to the finding: decoded values, frames. */
  readonly children?: ComponentChildren;
}

const looks = { never: "none", running: "run", passed: "ok", failed: "bad" } as const;
const shapes = { never: "off", running: "run", passed: "ok", failed: "bad" } as const;

/** The box of one test. */
export function TestBox({ test, name, button, hint, disabled = false, children }: TestBoxProps) {
  const { tests } = allWords.value;
  const { state } = test;
  const seen = lookOf(state);
  const running = state.kind === "running";
  return (
    <section class={`test test--${looks[seen]}`} aria-label={name}>
      <div class="test-head">
        <span class={`st st--${shapes[seen]}`}>{tests[seen]}</span>
        <p role="status">{lineOf(state, hint)}</p>
        <button
          type="button"
          class="btn"
          disabled={disabled && !running}
          onClick={running ? test.stop : test.start}
        >
          {running ? tests.stop : button}
        </button>
      </div>
      {state.kind === "ended" ? <Finding report={state.report}>{children}</Finding> : null}
    </section>
  );
}

function lookOf(state: TestState): keyof typeof looks {
  if (state.kind === "ended") return state.report.passed ? "passed" : "failed";
  return state.kind === "refused" ? "failed" : state.kind;
}

function lineOf(state: TestState, hint: string | undefined): string {
  const { tests } = allWords.value;
  switch (state.kind) {
    case "never":
      return hint ?? "";
    case "running":
      return "";
    case "refused":
      return state.text;
    case "ended": {
      const at = formatDateTime(state.report.at, timeZone.value, language.value);
      return tests.testedAt(at, writtenMs(state.report.tookMs));
    }
  }
}

function Finding({
  report,
  children,
}: {
  readonly report: TestReport;
  readonly children?: ComponentChildren;
}) {
  const { tests } = allWords.value;
  const facts = Object.entries(report.facts);
  return (
    <>
      {report.steps.length === 0 ? null : (
        <ol aria-label={tests.stepsOf}>
          {report.steps.map((step, index) => (
            <Step key={`${index}-${step.name}`} step={step} />
          ))}
        </ol>
      )}
      {facts.length === 0 ? null : (
        <dl class="test-facts">
          {facts.map(([fact, value]) => (
            <div key={fact}>
              <dt>{translated(tests.facts, fact)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {report.advice === null ? null : (
        <p class="test-advice">
          <b>{tests.toCheck}</b> {translated(tests.advice, report.advice)}
        </p>
      )}
      {children}
    </>
  );
}

function Step({ step }: { readonly step: TestStep }) {
  const { tests } = allWords.value;
  return (
    <li class={`step step--${step.state}`}>
      <span class="step-mark" role="img" aria-label={tests.stepStates[step.state]} />
      <span>{translated(tests.steps, step.name)}</span>
      <span>{step.state === "skipped" && step.said === "" ? tests.skipped : step.said}</span>
      <span>{step.tookMs === null ? "" : writtenMs(step.tookMs)}</span>
    </li>
  );
}

function translated(texts: Readonly<Record<string, string>>, word: string): string {
  return texts[word] ?? word;
}

/** "12 ms"; from a second on tenths are enough: "2,4 s". */
function writtenMs(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  return `${formatDecimal((durationMs / 1000).toFixed(1), language.value)} s`;
}
