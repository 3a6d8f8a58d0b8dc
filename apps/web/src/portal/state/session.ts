/**
 * Who is logged in at the server, and how far. A server that does not tell (out of reach) leaves
 * `session` null: then the pages show what this device kept for the person who was here last.
 */

import type { PortalRole, PortalSession } from "@mega/contract";
import { computed, signal } from "@preact/signals";
import { keepSessionBy, lastAnswerPageMs } from "../../api/request.ts";
import { address, inside, navigate } from "../../state/address.ts";
import { accountLanguage, online } from "../../state/session.ts";
import { deleteSession, fetchSession } from "../api/session-client.ts";
import { forgetKept, type KeptOwner, keepOwner, readOwner } from "../offline/kept-answers.ts";

/** The session as the server last told it; null while it has not. */
export const session = signal<PortalSession | null>(null);
/** Who was here last, while the server is out of reach and something is kept for him. */
const offlineOwner = signal<KeptOwner | null>(null);

/** Whose pages are shown; null before a login. */
export const person = computed<KeptOwner | null>(() => {
  const told = session.value;
  if (told === null) return offlineOwner.value;
  return told.stage === "full" ? told.account : null;
});

/** Whether the person has one of the roles. */
export function mayAs(roles: readonly PortalRole[]): boolean {
  return person.value?.roles.some((role) => roles.includes(role)) ?? false;
}

/** Pages of one browser tell each other when somebody else has come. */
const others =
  typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("mega-session");

let toldPageMs = 0;

/** Takes over what the server said about the session. What is kept belongs to its person alone. */
export async function takeSession(told: PortalSession): Promise<void> {
  const before = session.value;
  toldPageMs = performance.now();
  const { account } = told;
  if (account === null) await forgetKept();
  else await keepOwner(told.stage === "full" ? account : null, account.accountId);
  session.value = told;
  offlineOwner.value = null;
  accountLanguage.value = account?.language;
  const isOther = before?.account?.accountId !== account?.accountId || before?.stage !== told.stage;
  if (before !== null && isOther) others?.postMessage(keyOf(told));
}

function keyOf(told: PortalSession | null): string {
  return `${told?.account?.accountId ?? "nobody"} ${told?.stage ?? "none"}`;
}

/** Asks who is logged in; false when the server did not tell. */
export async function loadSession(): Promise<boolean> {
  try {
    await takeSession(await fetchSession());
    online.value = true;
    return true;
  } catch {
    if (session.value === null) offlineOwner.value = await readOwner();
    online.value = false;
    return false;
  }
}

/** Ends the session, here and at the server, and shows the login page. */
export async function logOut(): Promise<void> {
  // First of all what is kept here goes, whether the server hears of it or not.
  await forgetKept();
  offlineOwner.value = null;
  try {
    await takeSession(await deleteSession());
  } catch (failure) {
    // Out of reach: nothing of his stays on the screen either.
    session.value = null;
    throw failure;
  }
  navigate(inside("/login"));
}

/** Makes requests carry the session's word, and answers when the server knows no session. */
export function keepSession(): void {
  keepSessionBy({
    csrf: () => session.value?.csrf ?? null,
    onLoginNeeded: async () => {
      await loadSession();
      return false;
    },
    onForbidden,
  });
  others?.addEventListener("message", ({ data }) => {
    // Somebody else is here by now: nothing of the one before stays on this page.
    if (data !== keyOf(session.value)) location.reload();
  });
}

/** Another page of this browser may have logged in anew: then the word of this page is an old one. */
async function onForbidden(): Promise<boolean> {
  const before = session.value;
  if (before?.account == null || !(await loadSession())) return false;
  const now = session.value;
  return now?.account?.accountId === before.account.accountId && now.csrf !== before.csrf;
}

/** When the session ends without a further request, epoch milliseconds; null without one. */
export function sessionEndMs(): number | null {
  const endsAt = session.value?.endsAt ?? null;
  if (endsAt === null) return null;
  // Every answer since then has moved the end; asking the server would move it as well.
  return Date.parse(endsAt) + Math.max(0, lastAnswerPageMs() - toldPageMs);
}

/** Where to go after a login: back to where one was, if that was a page of the portal. */
export function afterLogin(): string {
  const next = address.value.params.get("next");
  return next?.startsWith("/") && !/^\/[/\\]/.test(next) ? next : inside("/");
}
