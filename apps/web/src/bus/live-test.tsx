/**
 * The live test of one meter, as it is configured or as somebody drafts it: a button, and what came
 * of it with every frame. It can stand in any page that knows the meter.
 */

import type { MeterTest, MeterTestRequest, TestReport } from "@mega/contract";
import { useState } from "preact/hooks";
import { TestBox } from "../shell/test-box.tsx";
import { useTest } from "../shell/use-test.ts";
import { allWords } from "../state/all-words.ts";
import "../styles/live-test.css";
import "../styles/tests.css";
import { testMeter } from "./bus-client.ts";
import { TestEvidence } from "./test-evidence.tsx";

interface LiveTestProps {
  readonly request: MeterTestRequest;
  /** How people call the meter: "CH3". */
  readonly name: string;
  /** Whether the meter sends by itself, so that nothing is asked. */
  readonly listens?: boolean;
}

/** The box of the test. */
export function LiveTest({ request, name, listens = false }: LiveTestProps) {
  const { bus } = allWords.value;
  const [found, setFound] = useState<MeterTest | null>(null);
  const test = useTest(async () => {
    const answer = await testMeter(request);
    setFound(answer);
    return reportOf(answer);
  });
  return (
    <TestBox
      test={test}
      name={bus.test.name(name)}
      button={bus.test.button}
      hint={listens ? bus.test.hintMessage : bus.test.hint}
    >
      {found === null ? null : <TestEvidence found={found} />}
    </TestBox>
  );
}

/** The box shows when and how long; what was found stands in the evidence. */
function reportOf({ passed, at, tookMs }: MeterTest): TestReport {
  return { passed, at, tookMs, steps: [], advice: null, facts: {} };
}
