/** Failures of the gateway as answers: the form is that of every speaker of HTTP in the project. */

import { installProblemHandlers, missingPageBut } from "@mega/http";
import type { FastifyInstance } from "fastify";

const missingPage = missingPageBut(["api", "assets", "metrics"]);

/** Answers every failure in one form; a person who mistyped an address gets the page that says so. */
export function installGatewayProblems(app: FastifyInstance): void {
  installProblemHandlers(app, { missingPage });
}
