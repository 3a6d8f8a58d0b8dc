/** Profile files: refused with place and what is allowed, or one with which any words can be read. */

import { loadProfileSet } from "../../../apps/gateway/src/acquisition/profile-set.ts";
import type { ModbusProfile } from "../../../packages/profiles/src/profile.ts";
import { profileCheck } from "../../../packages/profiles/src/profile-check.ts";
import { spoilValue } from "../draw/spoil-value.ts";
import type { FuzzTarget, Verdict } from "../run/fuzz-target.ts";
import { accepted, broken, refused } from "../run/fuzz-target.ts";

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
  const why =
    (profile as ModbusProfile).kind === "modbus" ? senseFault(profile as ModbusProfile) : undefined;
  return why === undefined ? accepted : broken("invented", why);
}

/** What a profile that was taken lacks of what every profile needs. */
function senseFault({ vectors, source, counters }: ModbusProfile): string | undefined {
  if (vectors.length === 0) return "a profile without vectors was taken";
  if (source.document === "") return "a profile without a source was taken";
  const poor = Object.values(counters).find(
    ({ unit, step }) => unit.length === 0 || Number(step) <= 0,
  );
  return poor && "a counter without a unit or a step was taken";
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}
