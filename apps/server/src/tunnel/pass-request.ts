/** One request of a visitor, through the tunnel and back; bodies flow as fast as they are read. */

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "@mega/domain";
import type { TunnelLink } from "@mega/uplink";
import { headersForVisitor, headForGateway } from "./visitor-heads.ts";

/** What is passed. */
export interface PassedRequest {
  readonly clock: Pick<Clock, "setTimer">;
  readonly link: TunnelLink;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** This server's own cookie, which goes no farther. */
  readonly ownCookie: string;
  /** Answers what came to nothing: 400, 502, 503, 504. */
  readonly refuse: (status: 400 | 502 | 503 | 504) => void;
}

/** The head of an answer has come within this time. */
const HEAD_MS_MAX = 60_000;

/** Passes it. */
export function passRequest(passed: PassedRequest): void {
  const { clock, link, request, response, ownCookie, refuse } = passed;
  const head = headForGateway(request, ownCookie);
  if (head === undefined) {
    refuse(400);
    return;
  }
  const late = clock.setTimer(HEAD_MS_MAX, () => {
    refuse(504);
    stream?.destroy();
  });
  const stream = link.request(head, (answer) => {
    late();
    if (response.destroyed || response.headersSent) return;
    response.writeHead(answer.status, headersForVisitor(answer, ownCookie));
    // A stream of events says that it begins before it has anything to tell.
    response.flushHeaders();
    stream?.pipe(response);
  });
  if (stream === undefined) {
    late();
    refuse(503);
    return;
  }
  request.pipe(stream);
  stream.on("close", () => {
    late();
    // What was cut off must not look whole.
    if (response.headersSent && !response.writableEnded) response.destroy();
    else if (!response.headersSent) refuse(502);
  });
  response.on("close", () => {
    if (!stream.destroyed) stream.destroy();
  });
}
