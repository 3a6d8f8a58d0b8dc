/** Reads the P1 profiles that ship with the package: packages/profiles/p1/*.json. */

import { readdirSync, readFileSync } from "node:fs";
import { checkP1Profile } from "./check-p1.ts";
import type { P1Profile } from "./p1-profile.ts";

/** A profile with the text it was read from, over which its hash is taken. */
export interface LoadedP1Profile {
  readonly profile: P1Profile;
  readonly text: string;
}

/**
 * Reads every P1 profile.
 *
 * @returns By profile id, in the order of file names.
 * @throws MegaError PROFILE_INVALID for a file that is none.
 */
export function loadP1Profiles(): ReadonlyMap<string, LoadedP1Profile> {
  const folder = new URL("../../p1/", import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return new Map(
    names.sort().map((name) => {
      const text = readFileSync(new URL(name, folder), "utf8");
      const profile = checkP1Profile(JSON.parse(text));
      return [profile.id, { profile, text }];
    }),
  );
}
