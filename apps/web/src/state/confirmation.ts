/**
 * The person's own password beside a change, the leaflet's gesture. A password typed within five
 * minutes is enough for most changes; some ask for it every time. The gateway decides; the page
 * asks when it is told to, or beforehand where it is known.
 */

import { computed, signal } from "@preact/signals";
import { postConfirmation } from "../api/access.ts";
import { gatewayNowMs } from "../api/request.ts";
import { isRefusal, session } from "./login.ts";
import { NotConfirmed } from "./session.ts";

/** The open question for the password: called with the one-time word, or null when it was shut. */
export const passwordAsked = signal<((word: string | null) => void) | null>(null);

/** When the password typed last stops being enough; null when it is not, or nobody is logged in. */
const confirmedUntilMs = computed(() => {
  const until = session.value?.confirmedUntil ?? null;
  return until === null ? null : Date.parse(until);
});

/** For how long a password typed before is still enough, in milliseconds; 0 when it is not. */
export function confirmedForMs(): number {
  const nowMs = gatewayNowMs();
  if (confirmedUntilMs.value === null || nowMs === null) return 0;
  return Math.max(0, confirmedUntilMs.value - nowMs);
}

/** What is known about a change before it is sent. */
export interface Confirming {
  /** The gateway wants the password with this very change. */
  readonly always?: boolean;
  /** The password, where it was typed beside the button; "" where it was not. */
  readonly password?: string;
}

/**
 * Sends a change with the password's one-time word where one is needed. Throws what `send` throws,
 * and NotConfirmed when the person shut the question.
 */
export async function confirmed<T>(
  send: (confirmation: string | undefined) => Promise<T>,
  { always = false, password = "" }: Confirming = {},
): Promise<T> {
  // A gateway that tells no session has no passwords to ask for.
  if (session.value?.account == null) return send(undefined);
  let word: string | undefined;
  if (password !== "") word = await confirmWith(password);
  else if (always) word = await askPassword();
  try {
    return await send(word);
  } catch (error) {
    if (!isRefusal(error, "PASSWORD_NEEDED")) throw error;
    return send(await askPassword());
  }
}

/** Tells the gateway the password; the answer is the one-time word. Throws what it refuses. */
export async function confirmWith(password: string): Promise<string> {
  const { confirmation, confirmedUntil } = await postConfirmation(password);
  if (session.value !== null) session.value = { ...session.value, confirmedUntil };
  return confirmation;
}

async function askPassword(): Promise<string> {
  const word = await new Promise<string | null>((resolve) => {
    passwordAsked.value = (answer) => {
      passwordAsked.value = null;
      resolve(answer);
    };
  });
  if (word === null) throw new NotConfirmed();
  return word;
}
