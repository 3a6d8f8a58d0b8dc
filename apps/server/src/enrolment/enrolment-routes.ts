/** What a gateway without a credential may ask: to be enrolled, and how that stands. */

import { type Enrolment, EnrolmentRequest } from "@mega/uplink";
import type { ServerContext } from "../context.ts";
import type { Routes } from "../http/server.ts";
import { beginEnrolment } from "./begin-enrolment.ts";
import { enrolmentProgress } from "./collect-credential.ts";

/** POST /v1/enrolments, GET /v1/enrolments/current. */
export function enrolmentRoutes(context: ServerContext): Routes {
  return (app) => {
    app.post<{ Body: EnrolmentRequest; Reply: Enrolment }>(
      "/v1/enrolments",
      { schema: { body: EnrolmentRequest } },
      async (request, reply) => {
        reply.code(201);
        return beginEnrolment(context, request.body, request.ip);
      },
    );
    app.get("/v1/enrolments/current", (request) =>
      enrolmentProgress(context, request.headers.authorization),
    );
  };
}
