/**
 * Who is logged in. A gateway that does not tell (older, or out of reach) leaves `session` null, and
 * the pages behave as without a connection. A session that ends under a person's hands leads to the
 * login page and back, or asks in a dialog where something typed would be lost.
 */

import type { Role, SessionAnswer } from "@mega/contract";
import { computed, signal } from "@preact/signals";
import { deleteSession, fetchSession, postSession } from "../api/access.ts";
import { keepSessionBy, lastAnswerPageMs, RequestFailed } from "../api/request.ts";
import { address, inside, navigate } from "./address.ts";
import { accountLanguage } from "./session.ts";

/** The session as the gateway last told it; null while it has not. */
export const session = signal<SessionAnswer | null>(null);
/** Whose session it is; null before a login. */
export const account = computed(() => session.value?.account ?? null);
/** A login that is asked for in a dialog; called with whether it came about. */
export const loginAsked = signal<((came: boolean) => void) | null>(null);
/** Whether the dialog for a new password of one's own is open; null when it is shut. */
export const ownPasswordOpen = signal<true | null>(null);
/** Whether something typed on the page would be lost by leaving it. */
export const unsaved = signal(false);

/** Whether the account has one of the roles; everybody has while the gateway does not tell. */
export function mayAs(roles: readonly Role[]): boolean {
  if (session.value === null) return true;
  const role = account.value?.role;
  return role !== undefined && roles.includes(role);
}

let toldPageMs = 0;

/** Whether the gateway answered something since it told of the session: its end has moved. */
export function isSessionOld(): boolean {
  return lastAnswerPageMs() > toldPageMs;
}

/** Takes over what the gateway said about the session. */
export function takeSession(told: SessionAnswer): void {
  toldPageMs = performance.now();
  session.value = told;
  accountLanguage.value = told.account?.language;
}

/** Asks who is logged in; false when the gateway did not tell. */
export async function loadSession(): Promise<boolean> {
  try {
    takeSession(await fetchSession());
    return true;
  } catch {
    return false;
  }
}

/** Logs in; throws what the gateway refuses. */
export async function logIn(name: string, password: string): Promise<void> {
  takeSession(await postSession(name, password));
}

/** Whether the person is going: nothing is asked any more that needs the session. */
export const isLeaving = signal(false);

/** Ends the session, here and on the gateway, and shows the login page. */
export async function logOut(): Promise<void> {
  isLeaving.value = true;
  try {
    takeSession(await deleteSession());
    unsaved.value = false;
    navigate(inside("/login"));
  } finally {
    isLeaving.value = false;
  }
}

/** Makes requests carry the session's word, and answers when the gateway knows no session. */
export function keepSession(): void {
  keepSessionBy({
    csrf: () => session.value?.csrf ?? null,
    onLoginNeeded,
    onForbidden,
  });
}

let asking: Promise<boolean> | null = null;

async function onLoginNeeded(): Promise<boolean> {
  const before = session.value;
  if (before?.state !== "logged-in") return false;
  const isTyping = unsaved.value || document.querySelector("dialog[open]") !== null;
  asking ??= (isTyping ? askInDialog() : endSession()).finally(() => {
    asking = null;
  });
  return asking;
}

/** Another tab may have logged in anew: then the word of this page is an old one. */
async function onForbidden(): Promise<boolean> {
  const before = session.value;
  if (before?.account == null || !(await loadSession())) return false;
  const now = session.value;
  return now?.account?.name === before.account.name && now.csrf !== before.csrf;
}

function askInDialog(): Promise<boolean> {
  return new Promise((resolve) => {
    loginAsked.value = (came) => {
      loginAsked.value = null;
      resolve(came);
    };
  });
}

async function endSession(): Promise<boolean> {
  // The page that is shown next follows from the session; see `redirectOf`.
  if (!(await loadSession()) && session.value !== null)
    takeSession({ ...session.value, state: "anonymous", account: null, csrf: null });
  return false;
}

/** Where to go after a login: back to where one was, if that was a page of this gateway. */
export function afterLogin(): string {
  const next = address.value.params.get("next");
  return next?.startsWith("/") && !next.startsWith("//") ? next : inside("/");
}

/** Whether the failure is the refusal with this code. */
export function isRefusal(error: unknown, code: string): boolean {
  return error instanceof RequestFailed && error.problem?.code === code;
}
