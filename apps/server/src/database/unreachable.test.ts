import { MegaError } from "@mega/domain";
import { expect, test } from "vitest";
import { isUnreachable } from "./unreachable.ts";

const failure = (code: string, message = "of the database") =>
  Object.assign(new Error(message), { code });

test.each([
  failure("ECONNREFUSED"),
  failure("ENOENT"),
  failure("08006"),
  failure("57P01"),
  failure("57P03"),
  failure("53300"),
  failure("25006"),
  new Error("Connection terminated unexpectedly"),
  new Error("Client has encountered a connection error and is not queryable"),
])("%s: the database is away", (error) => {
  expect(isUnreachable(error)).toBe(true);
});

test.each([
  failure("23505"),
  failure("42501"),
  failure("57014"),
  new Error("something of ours"),
  new MegaError("CONFLICT", "Connection terminated"),
  "text",
])("%s: it was refused, or is ours", (error) => {
  expect(isUnreachable(error)).toBe(false);
});
