/** A test that a person starts: never run, running, ended with a report, or not even begun. */

import type { TestReport } from "@mega/contract";
import { useEffect, useRef, useState } from "preact/hooks";
import { failureText } from "../state/session.ts";

/** Where a test is. */
export type TestState =
  | { readonly kind: "never" }
  | { readonly kind: "running" }
  | { readonly kind: "ended"; readonly report: TestReport }
  | { readonly kind: "refused"; readonly text: string };

/** A test with its two buttons. */
export interface Test {
  readonly state: TestState;
  readonly start: () => void;
  /** Stops waiting for the answer; what the gateway began it ends by itself. */
  readonly stop: () => void;
}

/** A change that is over in a blink is not seen. */
const SEEN_AFTER_MS = 500;

/**
 * Keeps the state of one test.
 * @param run asks the gateway; it rejects where the gateway refuses to begin
 * @param last the report of an earlier run, where the gateway keeps one
 */
export function useTest(run: () => Promise<TestReport>, last: TestReport | null = null): Test {
  const [state, setState] = useState<TestState>(
    last === null ? { kind: "never" } : { kind: "ended", report: last },
  );
  const running = useRef(0);
  useEffect(
    () => () => {
      running.current += 1;
    },
    [],
  );
  const before = useRef(state);
  const start = async () => {
    running.current += 1;
    const mine = running.current;
    if (state.kind !== "running") before.current = state;
    setState({ kind: "running" });
    const [ended] = await Promise.all([outcome(run), pause(SEEN_AFTER_MS)]);
    if (running.current === mine) setState(ended);
  };
  const stop = () => {
    running.current += 1;
    setState(before.current);
  };
  return { state, start: () => void start(), stop };
}

async function outcome(run: () => Promise<TestReport>): Promise<TestState> {
  try {
    return { kind: "ended", report: await run() };
  } catch (error) {
    return { kind: "refused", text: failureText(error).text };
  }
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
