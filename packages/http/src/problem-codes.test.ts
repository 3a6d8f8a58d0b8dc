import { readFileSync } from "node:fs";
import { type ErrorCode, errorCodes, MegaError } from "@mega/domain";
import Fastify from "fastify";
import { expect, test } from "vitest";
import { installProblemHandlers } from "./problem.ts";

const document = new URL("../../../docs/reference/errors.md", import.meta.url);

/** The HTTP status that the document names, by code. */
function toldStatuses(): Record<string, number> {
  const sections = readFileSync(document, "utf8").split(/^### /m).slice(1);
  return Object.fromEntries(
    sections.flatMap((section) => {
      const status = /^- \*\*HTTP:\*\* (\d{3})$/m.exec(section)?.[1];
      return status === undefined ? [] : [[section.split("\n")[0], Number(status)]];
    }),
  );
}

test("every code is answered with the status and the name that the document gives it", async () => {
  const app = Fastify();
  installProblemHandlers(app);
  app.get<{ Params: { code: string } }>("/fail/:code", ({ params: { code } }) => {
    throw code in errorCodes ? new MegaError(code as ErrorCode, "why") : new Error("unforeseen");
  });
  const told = toldStatuses();
  expect(Object.keys(told)).toHaveLength(Object.keys(errorCodes).length + 1);
  for (const [code, status] of Object.entries(told)) {
    const answer = await app.inject(`/fail/${code}`);
    expect(answer.statusCode, code).toBe(status);
    expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({
      type: `urn:mega:problem:${code.toLowerCase().replaceAll("_", "-")}`,
      title: code,
      code,
      status,
    });
    if (code === "INTERNAL") expect(answer.body).not.toContain("unforeseen");
  }
  await app.close();
});
