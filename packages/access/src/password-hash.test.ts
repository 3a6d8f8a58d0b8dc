import { expect, test } from "vitest";
import { hashPassword, isPassword } from "./password-hash.ts";

test("a password is kept as Argon2id with its cost and a salt of its own", async () => {
  const kept = await hashPassword("four odd words here");
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await hashPassword("four odd words here")).not.toBe(kept);
  expect(await isPassword("four odd words here", kept)).toBe(true);
  expect(await isPassword("four odd words there", kept)).toBe(false);
});

test("a hash made by another program is understood", async () => {
  // Made with the reference implementation: argon2 of Debian, -id -t 2 -k 19456 -p 1 -l 32.
  const kept =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$k9ohroejZy1PN5E1SbHNPug6vB8eQAahb5SOAp6iGF4";
  expect(await isPassword("correct horse", kept)).toBe(true);
});

test("an accent typed in one stroke or in two is the same", async () => {
  const kept = await hashPassword("un été à la mer");
  expect(await isPassword("un été à la mer".normalize("NFD"), kept)).toBe(true);
});

test("without a password nothing is right", async () => {
  expect(await isPassword("", null)).toBe(false);
  expect(await isPassword("anything", "not a PHC string")).toBe(false);
});

test("many at once are checked two at a time, and too many are refused", async () => {
  const asked = Array.from({ length: 40 }, () => isPassword("x", null));
  const outcomes = await Promise.allSettled(asked);
  const refused = outcomes.filter(({ status }) => status === "rejected");
  expect(refused).toHaveLength(6);
  expect(refused[0]).toMatchObject({ reason: { code: "TOO_MANY_ATTEMPTS" } });
  expect(await isPassword("x", null)).toBe(false);
});
