import type { PortalCommand } from "@mega/contract";
import { expect, test } from "vitest";
import { isOpen, newsOf, shapeOf, wordOf } from "./standing.ts";

const nowMs = Date.UTC(2026, 4, 2, 8);
const at = (minutes: number) => new Date(nowMs + minutes * 60_000).toISOString();
const command = (part: Partial<PortalCommand>): PortalCommand => ({
  commandId: "0".repeat(32),
  ...{ kind: "read-now", channelNo: 1, asked: {}, state: "queued" },
  ...{ givenAt: at(-60), givenBy: "a@example.org", expiresAt: at(60), deliveredAt: null },
  answer: null,
  ...part,
});
const answer = (minutes: number) => ({
  ...{ at: at(minutes), entries: [7], revision: null, code: null, detail: null },
});

test("nothing counts as done before the gateway says so", () => {
  const shapes = (["queued", "delivered", "refused", "expired", "withdrawn"] as const).map(
    (state) => shapeOf({ state }),
  );
  expect(shapes).not.toContain(shapeOf({ state: "confirmed" }));
  expect([isOpen({ state: "queued" }), isOpen({ state: "delivered" })]).toEqual([true, true]);
  expect(isOpen({ state: "confirmed" })).toBe(false);
});

test("what the gateway had and never answered may have been carried out, and is called so", () => {
  expect(wordOf({ state: "expired", deliveredAt: null })).toBe("expired");
  expect(wordOf({ state: "expired", deliveredAt: at(-5) })).toBe("unanswered");
  expect(wordOf({ state: "delivered", deliveredAt: at(-5) })).toBe("delivered");
});

test("beside the figures stands what waits, and what was settled within ten minutes", () => {
  const waiting = command({});
  const fresh = command({ state: "confirmed", answer: answer(-9) });
  const old = command({ state: "confirmed", answer: answer(-11) });
  const late = command({ state: "expired", expiresAt: at(-5) });
  const gone = command({ state: "expired", expiresAt: at(-30) });
  const other = command({ channelNo: 2 });
  const all = [waiting, fresh, old, late, gone, other];
  expect(newsOf(all, nowMs)).toEqual([waiting, fresh, late, other]);
  expect(newsOf(all, nowMs, 2)).toEqual([other]);
});
