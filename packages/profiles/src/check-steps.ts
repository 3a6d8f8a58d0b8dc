/**
 * The steps in which a profile of any kind is checked. Each is looked at once the one before found
 * nothing: what has no sense would give a hundred wrong vectors.
 */

import { MegaError } from "@mega/domain";
import { finding, findingText, type ProfileFinding, type Rule } from "./check-rules.ts";

/** The steps of one kind. */
export interface CheckSteps<Profile> {
  readonly form: Rule;
  /** What the form cannot say. */
  readonly sense: (profile: Profile) => readonly ProfileFinding[];
  readonly vectors: (profile: Profile) => readonly ProfileFinding[];
}

/** Everything that the first step with faults finds. */
export function profileFaults<Profile>(
  json: unknown,
  steps: CheckSteps<Profile>,
): readonly ProfileFinding[] {
  const faults = formAndSense(json, steps);
  return faults.length > 0 ? faults : steps.vectors(json as Profile);
}

/**
 * A profile of the program's own, its vectors left out: tests hold them.
 *
 * @param what Such as "A P1 profile".
 * @param like A file that is right.
 * @throws MegaError PROFILE_INVALID naming the first fault.
 */
export function checkedProfile<Profile>(
  json: unknown,
  steps: CheckSteps<Profile>,
  { what, like }: { readonly what: string; readonly like: string },
): Profile {
  const [fault] = formAndSense(json, steps);
  if (fault === undefined) return json as Profile;
  throw new MegaError("PROFILE_INVALID", `${what} is not valid. ${findingText(fault)}`, {
    hint: `Compare the file with ${like}.`,
    context: { findings: [fault] },
  });
}

function formAndSense<Profile>(
  json: unknown,
  { form, sense }: CheckSteps<Profile>,
): readonly ProfileFinding[] {
  const faults = form(json, "");
  return faults.length > 0 ? faults : sense(json as Profile);
}

/** What a meter's settings in a vector were refused for; any other error is thrown on. */
export function settingFaults(path: string, error: unknown): readonly ProfileFinding[] {
  if (!(error instanceof MegaError)) throw error;
  const { setting, value, allowed } = error.context;
  return [finding(`${path}.${String(setting)}`, error.message, value, String(allowed))];
}
