/** TEST BROKER: logs in with the values of the form and sends a message to itself. */

import type { BrokerTestRequest, TestReport } from "@mega/contract";
import { ask } from "../../api/request.ts";
import { TestBox } from "../../shell/test-box.tsx";
import { useTest } from "../../shell/use-test.ts";
import { allWords } from "../../state/all-words.ts";

/** Eight steps of five seconds at most. */
const TIMEOUT_MS = 60_000;

/** The box of one broker; `broker` holds the form's values, kept secrets by their word. */
export function BrokerTest({ broker }: { readonly broker: BrokerTestRequest }) {
  const test = useTest(() =>
    ask<TestReport>("/tests/broker", { method: "POST", body: broker, timeoutMs: TIMEOUT_MS }),
  );
  const { config } = allWords.value;
  const name = `${config.broker} ${broker.brokerId ?? broker.url}`;
  return <TestBox test={test} name={name} button="TEST BROKER" />;
}
