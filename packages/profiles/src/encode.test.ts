import fc from "fast-check";
import { expect, test } from "vitest";
import { countScale } from "./count-scale.ts";
import { decodeMeter } from "./decode.ts";
import { encodeMeter } from "./encode.ts";
import type { MeterUnit, ModbusCounter, ModbusProfile } from "./profile.ts";
import { modbusProfiles } from "./testing/meter-profiles.ts";

// A float32 keeps a step apart from its neighbours up to 2^23 of them.
const STEPS_MAX = 2 ** 22;

test.each(modbusProfiles.map((profile) => [profile.id, profile] as const))(
  "what %s is given to show is what is read from it, in every unit it can be ordered with",
  (_, profile) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: STEPS_MAX }), (steps) => {
        for (const unit of unitsOf(profile)) {
          const units = declaredFor(profile, unit);
          const counts = Object.fromEntries(
            Object.entries(profile.counters).map(([id, counter]) => [
              id,
              steps * (countScale(counter, units[id])?.countsPerStep ?? 1),
            ]),
          );
          const { counters } = decodeMeter(
            profile,
            encodeMeter(profile, { counters: counts }, units),
            units,
          );
          for (const [id, count] of Object.entries(counts)) {
            expect(counters[id]).toMatchObject({ kind: "count", count });
          }
        }
      }),
      { numRuns: 50 },
    );
  },
);

test.each(modbusProfiles.map((profile) => [profile.id, profile] as const))(
  "%s shows no figure where it is given none",
  (_, profile) => {
    const counts = Object.fromEntries(Object.keys(profile.counters).map((id) => [id, null]));
    const { counters } = decodeMeter(profile, encodeMeter(profile, { counters: counts }));
    for (const entry of Object.values(counters)) {
      expect(entry).toMatchObject({ kind: "none", reason: "not-available" });
    }
  },
);

function unitsOf(profile: ModbusProfile): readonly (MeterUnit | undefined)[] {
  const choices = Object.values(profile.counters).flatMap(({ unitChoices = [] }) => unitChoices);
  return [undefined, ...new Set(choices.map(({ unit }) => unit))];
}

function declaredFor(profile: ModbusProfile, unit: MeterUnit | undefined) {
  const has = ({ unitChoices = [] }: ModbusCounter) =>
    unitChoices.some((choice) => choice.unit === unit);
  return unit === undefined
    ? {}
    : Object.fromEntries(
        Object.entries(profile.counters).flatMap(([id, counter]) =>
          has(counter) ? [[id, unit] as const] : [],
        ),
      );
}
