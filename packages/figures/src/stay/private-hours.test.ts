import { expect, test } from "vitest";
import { maySeeHours, type StayBehind } from "./private-hours.ts";

// Stays as "who chosen from to", an open end as "-"; who asks for hours 10 to 11.
const rules = `
  a yes 0 20              | a | yes
  a no 0 20               | a | no
  a yes 0 20, b no 0 20   | a | no
  a yes 0 20, b yes 0 20  | a | yes
  a yes 0 10              | a | yes
  a yes 0 -               | b | no
  b yes 11 -              | a | yes
  gone no 9 12            | a | no
`;

test.each(rules.trim().split("\n"))("one rule: %s", (row) => {
  const [stays = "", who = "", wanted] = row.split("|").map((cell) => cell.trim());
  const known = stays.split(", ").map((text): StayBehind => {
    const [accountId = "", chosen, from, to] = text.split(" ");
    return {
      accountId: accountId === "gone" ? null : accountId,
      hourly: chosen === "yes",
      fromMs: Number(from),
      toMs: to === "-" ? null : Number(to),
    };
  });
  expect(maySeeHours(known, who, { fromMs: 10, toMs: 11 }) ? "yes" : "no").toBe(wanted);
});
