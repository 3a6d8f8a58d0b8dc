/**
 * Profile files of every kind: refused with place and what is allowed, or what their vectors expect
 * stands in the words, telegrams and messages beside it.
 */

import { loadProfileSet } from "@mega/installation";
import type { MeterProfile } from "../../../packages/profiles/src/profile.ts";
import { profileCheck } from "../../../packages/profiles/src/profile-check.ts";
import { spoilValue } from "../draw/spoil-value.ts";
import type { FuzzTarget, Verdict } from "../run/fuzz-target.ts";
import { accepted, broken, refused } from "../run/fuzz-target.ts";
import { unborneVector } from "./profiles/own-vectors.ts";

type Check = typeof profileCheck;

export const profilesTarget: FuzzTarget = profilesTargetOf(profileCheck);

/** The target over another check, to see the oracle at work. */
export function profilesTargetOf(check: Check): FuzzTarget {
  return {
    batchCases: 50_000,
    prepare: () => {
      const profiles = loadProfileSet("/nowhere").all.map(({ profile }) => profile);
      return {
        draw: (random) => {
          const good = random.pickOf(profiles);
          const profile = random.once(8) ? good : spoilValue(random, good);
          return { show: () => JSON.stringify(profile), judge: () => judgeProfile(profile, check) };
        },
      };
    },
  };
}

function judgeProfile(profile: unknown, check: Check): Verdict {
  const findings = check(profile);
  if (findings.length > 0) {
    const poor = findings.find(
      ({ path, message, value, allowed }) =>
        ![path, message, value, allowed].every(isText) || message === "",
    );
    return poor === undefined ? refused : broken("invented", "A fault without a place or words.");
  }
  const taken = profile as MeterProfile;
  const why = senseFault(taken) ?? unborneVector(taken);
  return why === undefined ? accepted : broken("invented", why);
}

/** What a profile that was taken lacks of what every profile needs. */
function senseFault({ vectors, source, counters }: MeterProfile): string | undefined {
  if (vectors.length === 0) return "a profile without vectors was taken";
  if (source.document === "") return "a profile without a source was taken";
  const described: readonly object[] = Object.values(counters);
  const poor = described.find((counter) => !("unit" in counter || "units" in counter));
  return poor && "a counter without a unit was taken";
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}
