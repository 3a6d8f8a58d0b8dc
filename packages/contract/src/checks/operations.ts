/** Operations behind the test buttons of time and broker. */

import type { Operation } from "../operation.ts";
import { TestReport } from "../test-report.ts";
import { BrokerTestRequest } from "./broker.ts";
import { TimeState, TimeTestRequest } from "./time.ts";

export const checkOperations = {
  time: {
    method: "GET",
    path: "/time",
    summary: "The gateway's clock beside the time servers'.",
    status: 200,
    answer: TimeState,
  },
  testTime: {
    method: "POST",
    path: "/tests/time",
    summary: "Asks the time servers now; sets no clock.",
    status: 200,
    body: TimeTestRequest,
    answer: TestReport,
  },
  testBroker: {
    method: "POST",
    path: "/tests/broker",
    summary: "Logs in at a broker and sends a message to itself.",
    status: 200,
    body: BrokerTestRequest,
    answer: TestReport,
  },
} as const satisfies Readonly<Record<string, Operation>>;
