/** The NTP button: asks the time servers of the form and tells how far the clock is off. */

import type { TestReport } from "@mega/contract";
import { ask } from "../../api/request.ts";
import { TestBox } from "../../shell/test-box.tsx";
import { useTest } from "../../shell/use-test.ts";
import { allWords } from "../../state/all-words.ts";

/** Four servers that do not answer take half a minute. */
const TIMEOUT_MS = 40_000;

/** The box; without servers those of the configuration are asked. */
export function TimeTest({ servers }: { readonly servers?: readonly string[] }) {
  const test = useTest(() =>
    ask<TestReport>("/tests/time", {
      method: "POST",
      body: servers === undefined ? {} : { servers },
      timeoutMs: TIMEOUT_MS,
    }),
  );
  const { config } = allWords.value;
  return <TestBox test={test} name={config.time} button="NTP" />;
}
