import { readFileSync } from "node:fs";
import { loadProfileSet, parseConfig, planReadings } from "@mega/installation";
import { expect, test } from "vitest";
import { P1Meters } from "../apps/gateway/src/acquisition/p1/p1-meters.ts";
import { decimalText } from "../packages/domain/src/quantity/quantity.ts";
import { parseInstant } from "../packages/domain/src/time/calendar.ts";
import { movedClock } from "../packages/domain/src/time/moved-clock.ts";
import type { P1Profile } from "../packages/profiles/src/p1/p1-profile.ts";
import { fencesOf, partBelow, rowsOf } from "./markdown.ts";

const document = readFileSync(new URL("../docs/reference/p1.md", import.meta.url), "utf8");
const profiles = loadProfileSet("/nowhere");
const receivedAtMs = parseInstant("2026-05-02T14:03:12Z") ?? Number.NaN;

function p1Profile(id: string): P1Profile {
  const profile = profiles.find(id)?.profile;
  if (profile?.kind !== "p1") throw new Error(`${id} is no P1 profile`);
  return profile;
}

function tableBelow(title: string): string[][] {
  return rowsOf(partBelow(document, title)[0]?.body ?? "");
}

test("every P1 profile is named, and no other", () => {
  const names = profiles.all.filter(({ profile }) => profile.kind === "p1").map(({ id }) => id);
  const named = new Set(document.match(/`(kamstrup-)?p1(-[a-z]+)?`/g));
  expect([...named].sort()).toEqual(names.map((name) => `\`${name}\``).sort());
});

test.each(["p1", "kamstrup-p1"])("the counters of %s stand where the document says", (id) => {
  const told = Object.fromEntries(
    tableBelow("The meter's counters").map(([counter, belgium = "", netherlands = ""]) => [
      counter,
      { belgium, netherlands },
    ]),
  );
  const known = Object.entries(p1Profile(id).counters).map(([counter, { place }]) => {
    if (place.kind === "byCountry") {
      return [counter, { belgium: place.be, netherlands: place.nl }];
    }
    if (place.kind === "subMeter") throw new Error(`${id} is no sub-meter`);
    const belgium = `${place.objects.join(" + ")}, else ${place.orTotal}`;
    return [counter, { belgium, netherlands: "the same" }];
  });
  expect(told).toEqual(Object.fromEntries(known));
});

test("the meters behind the meter are those of the profiles", () => {
  for (const [id = "", ...told] of tableBelow("Meters behind the meter")) {
    const { counters, subMeterTypes, captureAgeMaxHours } = p1Profile(id);
    const known = Object.entries(counters).map(([counter, { place, unit }]) => [
      counter,
      (subMeterTypes ?? []).join(", "),
      place.kind === "subMeter" ? place.objects.join(", ") : "",
      unit,
      `${captureAgeMaxHours} h`,
    ]);
    expect([told], id).toEqual(known);
  }
});

/** What a meter of the profile reads from the telegram of the document. */
function figuresOf(id: string, equipmentId: string): string {
  const [text = ""] = fencesOf(document, "telegram");
  const bytes = Buffer.from(text.replaceAll("\n", "\r\n"), "latin1");
  const clock = movedClock({ startMs: receivedAtMs });
  const profile = p1Profile(id);
  const meter = { meterId: "m", portId: "p", profile };
  const meters = new P1Meters({
    clock,
    timeZone: "Europe/Brussels",
    ports: [{ portId: "p" }],
    meters: [equipmentId === "" ? meter : { ...meter, equipmentId }],
  });
  meters.feed("p", bytes, receivedAtMs);
  const { counters } = meters.takeForRound("m", { maxAgeMs: 300_000 });
  const figures = counters.flatMap(({ counterId, observed }) => {
    const spec = profile.counters[counterId];
    if (observed.kind === "none" || spec === undefined) return [];
    const value = decimalText({ amount: observed.count, decimals: spec.decimals });
    return [`${counterId} ${value} ${spec.unit}`];
  });
  return figures.join(", ") || "nothing";
}

test.each(tableBelow("An example"))(
  "%s with the id %j reads %s",
  (id = "", equipment = "", gives) => {
    expect(figuresOf(id, equipment)).toBe(gives);
  },
);

test("the ports, meters and channel shown are a configuration that the gateway takes", () => {
  const whole = [
    "version: 1",
    "building: { name: Document }",
    "gateway: { model: MEGA16 }",
    ...fencesOf(document, "yaml"),
  ].join("\n");
  const { plan } = planReadings(parseConfig(whole, "document"), profiles);
  expect(plan.meters[0]?.counters.map(({ counterId }) => counterId)).toEqual([
    "importDay",
    "importNight",
  ]);
});
