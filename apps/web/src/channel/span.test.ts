import { expect, test } from "vitest";
import { movedDay, spanOf, spanText } from "./span.ts";

const brussels = "Europe/Brussels";
const now = Date.parse("2026-05-28T16:07:00Z");
const span = (query: string) => spanOf(new URLSearchParams(query), now, brussels);
const hours = (query: string) => (span(query).toMs - span(query).fromMs) / 3_600_000;

test("the days of the change of hour have 23 and 25 hours", () => {
  expect(hours("p=hour&d=2026-03-29")).toBe(23);
  expect(hours("p=hour&d=2026-10-25")).toBe(25);
  expect(hours("p=hour&d=2026-05-27")).toBe(24);
});

test("without a wish the chart shows the twelve months up to the current one", () => {
  const months = span("");
  expect(months.bucket).toBe("month");
  expect(new Date(months.fromMs).toISOString()).toBe("2025-05-31T22:00:00.000Z");
  expect(new Date(months.toMs).toISOString()).toBe("2026-05-31T22:00:00.000Z");
  expect(spanText(months, brussels, "fr")).toBe("juin 2025 – mai 2026");
});

test("moving keeps to days, months and years", () => {
  expect(movedDay(span("p=hour&d=2026-03-01"), -1)).toBe("2026-02-28");
  expect(movedDay(span("p=day&d=2026-01-31"), 1)).toBe("2026-02-01");
  expect(movedDay(span(""), -1)).toBe("2025-05-01");
});

test("an impossible date in the address falls back to the present", () => {
  expect(span("p=hour&d=2026-02-31").day).toBe("2026-05-28");
});
