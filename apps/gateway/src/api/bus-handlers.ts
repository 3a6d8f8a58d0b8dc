/** The bus page and the live test over the interface. */

import type {
  BusPath,
  FramesQuery,
  FramesTextQuery,
  MeterTestRequest,
  ScanRequest,
} from "@mega/contract";
import { fieldProblem } from "@mega/contract";
import { asAttachment } from "@mega/http";
import { plainFileName } from "@mega/reports";
import type { FastifyRequest } from "fastify";
import type { Static } from "typebox";
import type { ApiContext } from "./api-context.ts";
import type { Handlers } from "./server.ts";

type BusHandlers = Pick<
  Handlers,
  | "busHealth"
  | "busFrames"
  | "busFramesText"
  | "startScan"
  | "scan"
  | "cancelScan"
  | "checkLine"
  | "testMeter"
>;

/** The handlers of the watch over the buses. */
export function busHandlers({ watch, installation, clock }: ApiContext): BusHandlers {
  return {
    busHealth: (request) => watch.health(busIdOf(request)),
    busFrames: (request) => watch.frames(busIdOf(request), request.query as FramesQuery),
    async busFramesText(request, reply) {
      const busId = busIdOf(request);
      const text = await watch.framesText(busId, request.query as FramesTextQuery);
      const { location, timeZone } = installation;
      const at = { atMs: clock.nowMs(), timeZone };
      const name = plainFileName([location, "frames", busId], at, "txt");
      asAttachment(reply, name, "text/plain; charset=utf-8");
      return reply.send(text);
    },
    startScan(request) {
      const asked = request.body as ScanRequest;
      if (asked.from > asked.to) {
        throw fieldProblem({ pointer: "/to", value: asked.to, allowed: `${asked.from} to 247` });
      }
      return watch.startScan(busIdOf(request), asked);
    },
    scan: (request) => watch.scan(busIdOf(request)),
    cancelScan: (request) => watch.cancelScan(busIdOf(request)),
    checkLine: (request) => watch.checkLine(busIdOf(request)),
    testMeter: (request) => watch.testMeter(request.body as MeterTestRequest),
  };
}

// The server has checked parameters against the contract's schemas before a handler sees them.
function busIdOf(request: FastifyRequest): string {
  return (request.params as Static<typeof BusPath>).busId;
}
