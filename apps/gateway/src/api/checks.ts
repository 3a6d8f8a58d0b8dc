/** The tests behind the buttons NTP and TEST BROKER, and the state of the clock. */

import type { BrokerTestRequest, TestReport, TimeState, TimeTestRequest } from "@mega/contract";
import { MegaError } from "@mega/domain";
import type { FastifyRequest } from "fastify";
import { brokerTarget } from "../broker-test/broker-target.ts";
import { testBroker } from "../broker-test/test-broker.ts";
import type { ApiContext } from "./api-context.ts";

/** Broker tests at once: each holds a connection for some seconds. */
const BROKER_TESTS_MAX = 4;
let brokerTests = 0;

/** The handlers of the checks. */
export function checkHandlers({
  clock,
  installation,
  timeSource,
}: Pick<ApiContext, "clock" | "installation" | "timeSource">) {
  return {
    time: (): Promise<TimeState> => timeSource.state(),
    testTime: (request: FastifyRequest): Promise<TestReport> =>
      timeSource.test((request.body as TimeTestRequest).servers),
    async testBroker(request: FastifyRequest): Promise<TestReport> {
      const target = brokerTarget(request.body as BrokerTestRequest, installation);
      if (brokerTests >= BROKER_TESTS_MAX) {
        throw new MegaError("TOO_MANY_REQUESTS", `${brokerTests} broker tests are running`, {
          hint: "Wait until one has ended.",
        });
      }
      brokerTests += 1;
      try {
        return await testBroker(clock, target);
      } finally {
        brokerTests -= 1;
      }
    },
  };
}
