import { expect, test } from "vitest";
import { decideErrors, type ErrorMemory, needsLook } from "./error-decision.ts";

const day = 86_400_000;
const due = 1_800_000_000_000;
const memory = (told: number[], lastDueMs = due): ErrorMemory => ({ lastDueMs, told });
const all = new Set([1, 2, 3]);
const decide = (before: ErrorMemory | null, wrong: number[], dueMs: number, watched = all) =>
  decideErrors(before, { wrong, watched }, dueMs, dueMs + 1000);

test("the first look sends nothing and remembers the day", () => {
  expect(decide(null, [1], due)).toEqual({ kind: "note", memory: memory([]) });
});

test("once a day what is wrong is told, and nothing while all is well", () => {
  expect(decide(memory([]), [], due + day)).toEqual({
    kind: "note",
    memory: memory([], due + day),
  });
  const first = decide(memory([]), [2], due + day);
  expect(first).toMatchObject({ kind: "errors", memory: memory([2], due + day), recovered: [] });
  expect(decide(memory([2], due + day), [2], due + day)).toEqual({ kind: "wait" });
  expect(decide(memory([2], due + day), [2, 3], due + day)).toEqual({ kind: "wait" });
});

test("the next day's mail names what is right again beside what is not", () => {
  expect(decide(memory([1, 2]), [2, 3], due + day)).toMatchObject({
    kind: "errors",
    memory: memory([2, 3], due + day),
    recovered: [1],
  });
});

test("when all that was told is right again, that is told at once and once", () => {
  const over = decide(memory([1, 2]), [], due);
  expect(over).toEqual({ kind: "recovered", memory: memory([]), recovered: [1, 2] });
  expect(decide(memory([]), [], due)).toEqual({ kind: "wait" });
});

test("a channel that is unticked is no longer spoken of", () => {
  expect(decide(memory([1]), [], due, new Set([2]))).toEqual({ kind: "note", memory: memory([]) });
});

test("channels are looked at when it is time, and while a trouble is told", () => {
  expect(needsLook(null, due)).toBe(true);
  expect(needsLook(memory([]), due)).toBe(false);
  expect(needsLook(memory([]), due + day)).toBe(true);
  expect(needsLook(memory([1]), due)).toBe(true);
});
