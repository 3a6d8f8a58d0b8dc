/** Reads the P1 profiles that ship with the package: packages/profiles/p1/*.json. */

import { loadShipped, type ShippedProfile } from "../load-shipped.ts";
import { checkP1Profile } from "./check-p1.ts";
import type { P1Profile } from "./p1-profile.ts";

/** Every P1 profile by its id. @throws MegaError PROFILE_INVALID for a file that is none. */
export function loadP1Profiles(): ReadonlyMap<string, ShippedProfile<P1Profile>> {
  return loadShipped(new URL("../../p1/", import.meta.url), checkP1Profile);
}
