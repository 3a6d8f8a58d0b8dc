/** The line check as a test of its own: what was heard, what answered, and what to check. */

import type { LineCheck, TestReport } from "@mega/contract";
import { useState } from "preact/hooks";
import { TestBox } from "../shell/test-box.tsx";
import { useTest } from "../shell/use-test.ts";
import { allWords } from "../state/all-words.ts";
import { mayAs } from "../state/login.ts";
import "../styles/live-test.css";
import "../styles/tests.css";
import { checkLine } from "./bus-client.ts";
import { count, written } from "./bus-figures.ts";

/** The box of the check. */
export function LineCheckBox({ busId }: { readonly busId: string }) {
  const { bus } = allWords.value;
  const [found, setFound] = useState<LineCheck | null>(null);
  const test = useTest(async () => {
    const began = performance.now();
    const answer = await checkLine(busId);
    setFound(answer);
    return reportOf(answer, Math.round(performance.now() - began));
  });
  return (
    <TestBox
      test={test}
      name={bus.checkName}
      button={bus.check}
      hint={bus.checkHint}
      disabled={!mayAs(["owner", "installer"])}
    >
      {found === null ? null : <Found found={found} />}
    </TestBox>
  );
}

function reportOf({ verdict, at }: LineCheck, tookMs: number): TestReport {
  const passed = verdict === "good" || verdict === "echo" || verdict === "nobody-asked";
  return { passed, at, tookMs, steps: [], advice: null, facts: {} };
}

function Found({ found }: { readonly found: LineCheck }) {
  const { bus } = allWords.value;
  return (
    <div class="evidence">
      <p class="test-advice">{bus.verdicts[found.verdict]}</p>
      <dl class="test-facts">
        <div>
          <dt>{bus.heard(count(found.heardBytes), String(found.listenedMs / 1000))}</dt>
          <dd class="mono">{found.heardHex}</dd>
        </div>
        <div>
          <dt>{bus.echo}</dt>
          <dd>{bus.echoes[found.echo]}</dd>
        </div>
        {found.asked.map((asked) => (
          <div key={asked.address}>
            <dt>{bus.address(String(asked.address))}</dt>
            <dd>
              {bus.classes[asked.class]}
              {asked.latencyMs === null ? "" : `, ${written(asked.latencyMs)}`}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
