/** A new password: refused with its field, or hashed. */

import { hashPassword, passwordFault, passwordFaults } from "@mega/access";
import { fieldProblem } from "@mega/contract";

/** The PHC string of a new password; throws REQUEST_INVALID at the field. */
export async function newPasswordHash(
  password: string,
  accountName: string,
  pointer: string,
): Promise<string> {
  const fault = passwordFault(password, accountName);
  if (fault !== undefined) {
    // What was typed is a secret, also where it is refused.
    throw fieldProblem({ pointer, value: "***", allowed: passwordFaults[fault], code: fault });
  }
  return hashPassword(password);
}
