/**
 * The own password beside a change. A password typed within five minutes is enough; the server decides,
 * and the page asks when it is told to.
 */

import { signal } from "@preact/signals";
import { RequestFailed } from "../../api/request.ts";
import { NotConfirmed } from "../../state/session.ts";
import { postConfirmation } from "../api/session-client.ts";
import { takeSession } from "./session.ts";

/** The open question for the password: called with true once it was given, or null when it was shut. */
export const passwordAsked = signal<((given: true | null) => void) | null>(null);

/**
 * Sends a change, and once more with the password where the server wants it. Throws what `send` throws,
 * and NotConfirmed when the person shut the question.
 */
export async function confirmed<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const isAsked = error instanceof RequestFailed && error.problem?.code === "PASSWORD_NEEDED";
    if (!isAsked) throw error;
  }
  if ((await askPassword()) === null) throw new NotConfirmed();
  return send();
}

/** Tells the server the password; throws what it refuses. */
export async function confirmWith(password: string): Promise<true> {
  await takeSession(await postConfirmation(password));
  return true;
}

function askPassword(): Promise<true | null> {
  return new Promise((resolve) => {
    passwordAsked.value = (given) => {
      passwordAsked.value = null;
      resolve(given);
    };
  });
}
