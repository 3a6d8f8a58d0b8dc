/** Whether a failure of a statement means that the database is away, and not that it was refused. */

import { MegaError } from "@mega/domain";

/** Of the system, on the way to the database. */
const systemCodes = ["ECONNREFUSED", "ECONNRESET", "ENOENT", "EPIPE", "ETIMEDOUT"];
/**
 * SQLSTATE: 08 connection, 57P01 to 57P03 shut down, crashed or starting, 53300 too many connections,
 * 25006 it has become a standby, which only reads.
 */
const stateForm = /^(08...|57P0[123]|53300|25006)$/;
/** The words of the client where a connection ends beneath it. */
const brokenForm = /Connection terminated|not queryable|Client was closed/;

/** Whether the same transaction may succeed later without anybody changing it. */
export function isUnreachable(failure: unknown): boolean {
  if (!(failure instanceof Error) || failure instanceof MegaError) return false;
  const code = "code" in failure && typeof failure.code === "string" ? failure.code : "";
  return systemCodes.includes(code) || stateForm.test(code) || brokenForm.test(failure.message);
}

/** The failure as whoever asks is told it. */
export function unreachable(cause: unknown): MegaError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new MegaError("DATABASE_UNAVAILABLE", `The database cannot be reached: ${why}`, {
    hint: "Check that PostgreSQL runs and that DATABASE_URL names it.",
    cause,
  });
}
