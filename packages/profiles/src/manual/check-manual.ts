/** The check of a profile for typed indexes: its form, then its vectors, as for a meter on a bus. */

import { MANUAL_PROFILE_PREFIX } from "@mega/domain";
import { integer, list, object, oneOf, type ProfileFinding, record, text } from "../check-rules.ts";
import { profileFaults, settingFaults } from "../check-steps.ts";
import {
  counterName,
  expectations,
  head,
  medium,
  notes,
  ratedMaximum,
  resultFaults,
  unprovenFaults,
} from "../form-rules.ts";
import { keptUnits } from "../mqtt/decimal-count.ts";
import { configureManualMeter } from "./manual-meter.ts";
import type { ManualProfile } from "./manual-profile.ts";
import { countOfTyped } from "./typed-count.ts";

/** No display shows watt-minutes. */
const shown = Object.keys(keptUnits).filter((unit) => unit !== "Wmin");
const unitName = new RegExp(`^(${shown.join("|")})$`);

const counter = object({
  units: record(1, shown.length, unitName, object({ ratedMaximumPerHour: ratedMaximum })),
});

const vector = object(
  {
    unit: oneOf(shown),
    decimals: integer(0, 6),
    index: record(1, 32, counterName, text(0, 40)),
    expect: expectations,
  },
  { rolloverAt: text(1, 20) },
);

const rule = object({
  id: text(
    MANUAL_PROFILE_PREFIX.length + 1,
    31,
    new RegExp(`^${MANUAL_PROFILE_PREFIX}[a-z0-9-]+$`),
    `${MANUAL_PROFILE_PREFIX} and lower-case letters, digits and hyphens, at most 31 in all`,
  ),
  kind: oneOf(["manual"]),
  ...head,
  medium,
  counters: record(1, 32, counterName, counter),
  notes,
  vectors: list(2, 16, vector),
});

/** Everything that is wrong with a profile for typed indexes. */
export function manualProfileFaults(json: unknown): readonly ProfileFinding[] {
  // The form says all that such a profile can say.
  return profileFaults<ManualProfile>(json, { form: rule, sense: () => [], vectors: vectorFaults });
}

function vectorFaults(profile: ManualProfile): readonly ProfileFinding[] {
  const wrong = profile.vectors.flatMap((_, at) => vectorFault(profile, at));
  if (wrong.length > 0) return wrong;
  const expected = profile.vectors.map(({ expect }) => expect);
  return unprovenFaults(Object.keys(profile.counters), expected);
}

function vectorFault(profile: ManualProfile, at: number): readonly ProfileFinding[] {
  const vector = profile.vectors[at];
  if (vector === undefined) return [];
  try {
    const found = configureManualMeter(profile, vector).map(
      (counter): [string, number | string] => {
        const { counterId } = counter;
        const typed = Object.hasOwn(vector.index, counterId) ? vector.index[counterId] : undefined;
        const count = countOfTyped(counter, typed ?? "");
        return [counterId, count.kind === "count" ? count.count : count.code];
      },
    );
    return resultFaults(`vectors[${at}]`, vector.expect, Object.fromEntries(found));
  } catch (error) {
    return settingFaults(`vectors[${at}]`, error);
  }
}
