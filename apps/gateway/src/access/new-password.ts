/** A new password: refused with its field, or hashed. */

import { PASSWORD_LENGTH_MIN } from "@mega/contract";
import { fieldProblem } from "../api/problem.ts";
import { hashPassword } from "./password-hash.ts";
import { type PasswordFault, passwordFault } from "./password-rule.ts";

const allowed: Readonly<Record<PasswordFault, string>> = {
  "password-short": `${PASSWORD_LENGTH_MIN} characters or more`,
  "password-common": "a password that is not among the first to be guessed",
  "password-name": "a password that is not the name",
};

/** The PHC string of a new password; throws REQUEST_INVALID at the field. */
export async function newPasswordHash(
  password: string,
  accountName: string,
  pointer: string,
): Promise<string> {
  const fault = passwordFault(password, accountName);
  if (fault !== undefined) {
    // What was typed is a secret, also where it is refused.
    throw fieldProblem({ pointer, value: "***", allowed: allowed[fault], code: fault });
  }
  return hashPassword(password);
}
