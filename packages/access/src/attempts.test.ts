import { movedClock } from "@mega/domain";
import { expect, test } from "vitest";
import { Attempts } from "./attempts.ts";

const clock = movedClock({ startMs: 0 });

/** Seconds to wait; 0 when the try is let in. */
function waitS(attempts: Attempts, subject: string, ip: string): number {
  try {
    attempts.begin(subject, ip);
    return 0;
  } catch (error) {
    return (error as { readonly context: { readonly retryAfterS: number } }).context.retryAfterS;
  }
}

test("the wait doubles up to a quarter of an hour, and never becomes a lock", async () => {
  const attempts = new Attempts(clock);
  const waits: number[] = [];
  for (let n = 0; n < 20; n++) {
    const wait = waitS(attempts, "account:anna", "10.0.0.1");
    if (wait > 0) {
      waits.push(wait);
      await clock.advanceTo(clock.nowMs() + wait * 1000);
      expect(waitS(attempts, "account:anna", "10.0.0.1")).toBe(0);
    }
  }
  expect(waits.slice(0, 6)).toEqual([1, 2, 4, 8, 16, 32]);
  expect(Math.max(...waits)).toBe(900);
});

test("many at once count as many, before any of them is known to be wrong", () => {
  const attempts = new Attempts(clock);
  const waits = Array.from({ length: 30 }, () => waitS(attempts, "account:anna", "10.0.0.2"));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
});

test("one address may not go through the names", () => {
  const attempts = new Attempts(clock);
  const waits = Array.from({ length: 8 }, (_, n) => waitS(attempts, `account:${n}`, "10.0.0.3"));
  expect(waits).toEqual([0, 0, 0, 0, 0, 1, 1, 1]);
  expect(waitS(attempts, "account:0", "10.0.0.4")).toBe(0);
});

test("a right try lets its places start anew", () => {
  const attempts = new Attempts(clock);
  for (let n = 0; n < 20; n++) attempts.begin("account:anna", "10.0.0.5").succeeded();
  expect(waitS(attempts, "account:anna", "10.0.0.5")).toBe(0);
});

test("a /64 of IPv6 is one place, and a mapped address is that of IPv4", () => {
  const attempts = new Attempts(clock);
  const ips = ["::1", "::2", "::3:4", "::5:6:7", "::8"].map((tail) => `2001:db8:1:2${tail}`);
  for (const ip of ips) expect(waitS(attempts, "proof", ip)).toBe(0);
  expect(waitS(attempts, "proof", "2001:db8:1:2:9:9:9:9")).toBe(1);
  expect(waitS(attempts, "proof", "2001:db8:1:3::1")).toBe(0);
  for (let n = 0; n < 5; n++) attempts.begin("account:anna", "::ffff:10.0.0.6");
  expect(waitS(attempts, "account:anna", "10.0.0.6")).toBe(1);
});

test("all addresses together are held, but not where somebody has logged in", async () => {
  const attempts = new Attempts(clock);
  attempts.begin("account:anna", "10.9.9.9").succeeded();
  await clock.advanceTo(clock.nowMs() + 60_000);
  const waits = Array.from({ length: 200 }, (_, n) => waitS(attempts, "x", `10.1.0.${n}`));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(120);
  expect(waitS(attempts, "account:anna", "10.9.9.9")).toBe(0);
  await clock.advanceTo(clock.nowMs() + 60_000);
  expect(waitS(attempts, "x", "10.2.0.1")).toBe(0);
});
