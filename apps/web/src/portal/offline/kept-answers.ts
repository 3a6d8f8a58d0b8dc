/**
 * What this device keeps of a person's own figures, for the time without a connection: the answers that
 * his pages showed last. It is his alone: it goes when he logs out, when the server says that his session
 * has ended, and when somebody else comes. Nothing of logins, invitations or passwords is ever kept.
 */

import type { PortalSession } from "@mega/contract";

/** Whose answers are kept. */
export type KeptOwner = Pick<
  NonNullable<PortalSession["account"]>,
  "accountId" | "name" | "email" | "language" | "roles"
>;

/** An answer as it was kept. */
export interface KeptAnswer<T> {
  readonly answer: T;
  /** When the server gave it, epoch milliseconds. */
  readonly atMs: number;
}

const STORE = "mega-answers";
const OWNER = "/kept/owner";
/** Older ones are not shown any more. */
const AGE_MS_MAX = 7 * 24 * 3_600_000;
/** The oldest go first. */
const ANSWERS_MAX = 60;

/** Rises with every deletion: what was asked for before it is not kept after it. */
let epoch = 0;
let tail: Promise<unknown> = Promise.resolve();

/** One after the other, so that nothing is put beside a deletion. A store that fails keeps nothing. */
function inTurn<T>(work: (store: Cache) => Promise<T>): Promise<T | null> {
  const done = tail.then(async () => {
    if (typeof caches === "undefined") return null;
    return work(await caches.open(STORE));
  });
  tail = done.catch(() => undefined);
  return done.catch(() => null);
}

/** The turn in which something is asked for; see `keepAnswer`. */
export function currentEpoch(): number {
  return epoch;
}

/** Deletes everything that is kept. */
export async function forgetKept(): Promise<void> {
  epoch += 1;
  const done = tail.then(async () => {
    if (typeof caches !== "undefined") await caches.delete(STORE);
  });
  tail = done.catch(() => undefined);
  await tail;
}

/** Notes who is here, deleting what another one left; null notes nobody yet. */
export async function keepOwner(owner: KeptOwner | null, accountId: number): Promise<void> {
  const before = await inTurn(readOwnerIn);
  if (before !== null && before.accountId !== accountId) await forgetKept();
  if (owner === null) return;
  const { name, email, language, roles } = owner;
  const kept: KeptOwner = { accountId, name, email, language, roles };
  await inTurn((store) => store.put(OWNER, Response.json(kept)));
}

/** Who was here last; null where nothing is kept. */
export function readOwner(): Promise<KeptOwner | null> {
  return inTurn(readOwnerIn);
}

async function readOwnerIn(store: Cache): Promise<KeptOwner | null> {
  const found = await store.match(OWNER);
  return found === undefined ? null : ((await found.json()) as KeptOwner);
}

const addressOf = (accountId: number, path: string) => `/kept/${accountId}${path}`;

/** Keeps an answer. @param asked The epoch in which it was asked for */
export async function keepAnswer<T>(
  accountId: number,
  path: string,
  { answer, atMs }: KeptAnswer<T>,
  asked: number,
): Promise<void> {
  await inTurn(async (store) => {
    if (asked !== epoch) return;
    await store.put(addressOf(accountId, path), Response.json({ answer, atMs }));
    const kept = (await store.keys()).filter(({ url }) => new URL(url).pathname !== OWNER);
    // What was put first stands first.
    const over = kept.slice(0, Math.max(0, kept.length - ANSWERS_MAX));
    await Promise.all(over.map((request) => store.delete(request)));
  });
}

/** The answer that was kept; null where there is none, or only one that is too old. */
export function readAnswer<T>(
  accountId: number,
  path: string,
  nowMs: number,
): Promise<KeptAnswer<T> | null> {
  return inTurn(async (store) => {
    const found = await store.match(addressOf(accountId, path));
    if (found === undefined) return null;
    const kept = (await found.json()) as KeptAnswer<T>;
    return nowMs - kept.atMs > AGE_MS_MAX ? null : kept;
  });
}
