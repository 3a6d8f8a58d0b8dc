import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  currentEpoch,
  forgetKept,
  type KeptOwner,
  keepAnswer,
  keepOwner,
  readAnswer,
  readOwner,
} from "./kept-answers.ts";

/** A browser's store of answers, as far as it is used; each step takes its time. */
function memoryStores(): Pick<CacheStorage, "open" | "delete"> {
  const stores = new Map<string, Map<string, string>>();
  const later = () => new Promise((resolve) => setTimeout(resolve, 1));
  return {
    async open(name) {
      await later();
      const entries = stores.get(name) ?? new Map<string, string>();
      stores.set(name, entries);
      const urlOf = (key: RequestInfo | URL) =>
        new URL(key instanceof Request ? key.url : String(key), "http://mega.test").href;
      return {
        async match(key: RequestInfo | URL) {
          await later();
          const text = entries.get(urlOf(key));
          return text === undefined ? undefined : new Response(text);
        },
        async put(key: RequestInfo | URL, answer: Response) {
          entries.set(urlOf(key), await answer.text());
        },
        async keys() {
          return [...entries.keys()].map((url) => new Request(url));
        },
        async delete(key: RequestInfo | URL) {
          return entries.delete(urlOf(key));
        },
      } as unknown as Cache;
    },
    async delete(name) {
      await later();
      return stores.delete(name);
    },
  };
}

const carl: KeptOwner = {
  accountId: 7,
  name: "Carl",
  email: "carl@example.org",
  language: "fr",
  roles: ["tenant"],
};
const bert: KeptOwner = { ...carl, accountId: 8, name: "Bert", email: "bert@example.org" };
const atMs = Date.parse("2026-05-28T10:00:00Z");
const DAY_MS = 24 * 3_600_000;

beforeEach(async () => {
  vi.stubGlobal("caches", memoryStores());
  await forgetKept();
  await keepOwner(carl, carl.accountId);
  await keepAnswer(7, "/me", { answer: "carl's", atMs }, currentEpoch());
});
afterEach(() => vi.unstubAllGlobals());

test("an answer is kept with its time, for the account that it was given to", async () => {
  expect(await readOwner()).toEqual(carl);
  expect(await readAnswer(7, "/me", atMs + DAY_MS)).toEqual({ answer: "carl's", atMs });
  expect(await readAnswer(8, "/me", atMs)).toBeNull();
  expect(await readAnswer(7, "/other", atMs)).toBeNull();
});

test("after a week an answer is not shown any more", async () => {
  expect(await readAnswer(7, "/me", atMs + 8 * DAY_MS)).toBeNull();
});

test("everything goes when it is forgotten", async () => {
  await forgetKept();
  expect(await readOwner()).toBeNull();
  expect(await readAnswer(7, "/me", atMs)).toBeNull();
});

test("everything goes when somebody else comes, also before his login is whole", async () => {
  await keepOwner(null, bert.accountId);
  expect(await readOwner()).toBeNull();
  expect(await readAnswer(7, "/me", atMs)).toBeNull();
});

test("what the same person left stays with another login of his", async () => {
  await keepOwner(carl, carl.accountId);
  expect(await readAnswer(7, "/me", atMs)).not.toBeNull();
});

test("an answer that was asked for before a logout and comes after it is thrown away", async () => {
  const asked = currentEpoch();
  const forgotten = forgetKept();
  const kept = keepAnswer(7, "/late", { answer: "carl's", atMs }, asked);
  await Promise.all([forgotten, kept]);
  await keepOwner(carl, carl.accountId);
  expect(await readAnswer(7, "/late", atMs)).toBeNull();
});

test("of many answers the oldest go first", async () => {
  for (let no = 0; no < 65; no += 1) {
    await keepAnswer(7, `/answers/${no}`, { answer: no, atMs }, currentEpoch());
  }
  expect(await readAnswer(7, "/me", atMs)).toBeNull();
  expect(await readAnswer(7, "/answers/4", atMs)).toBeNull();
  expect((await readAnswer<number>(7, "/answers/64", atMs))?.answer).toBe(64);
  expect(await readOwner()).toEqual(carl);
});

test("a browser without a store keeps nothing, and nothing fails", async () => {
  vi.stubGlobal("caches", undefined);
  await keepOwner(carl, carl.accountId);
  await keepAnswer(7, "/me", { answer: "x", atMs }, currentEpoch());
  expect(await readAnswer(7, "/me", atMs)).toBeNull();
  await forgetKept();
});
