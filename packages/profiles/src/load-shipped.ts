/** Reads the profiles of one kind that ship with the package, with the text they stand in. */

import { readdirSync, readFileSync } from "node:fs";

/** A profile with the text it was read from, over which its hash is taken. */
export interface ShippedProfile<Profile> {
  readonly profile: Profile;
  readonly text: string;
}

/**
 * Reads every profile of a folder.
 *
 * @returns By profile id, in the order of file names.
 * @throws MegaError PROFILE_INVALID, of `check`, for a file that is none.
 */
export function loadShipped<Profile extends { readonly id: string }>(
  folder: URL,
  check: (json: unknown) => Profile,
): ReadonlyMap<string, ShippedProfile<Profile>> {
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return new Map(
    names.sort().map((name) => {
      const text = readFileSync(new URL(name, folder), "utf8");
      const profile = check(JSON.parse(text));
      return [profile.id, { profile, text }];
    }),
  );
}
