/** GET /profiles: the meter kinds that the gateway can read. */

import type { ProfileInfo, ProfileList } from "@mega/contract";
import type { KnownProfile, ProfileSet } from "@mega/installation";

/** Every profile, by name. */
export function profileList(profiles: ProfileSet): ProfileList {
  const known = [...profiles.all].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { profiles: known.map(profileInfo) };
}

function profileInfo({ id, hash, status, profile }: KnownProfile): ProfileInfo {
  return {
    profileId: id,
    kind: profile.kind,
    maker: profile.brand,
    model: profile.model,
    alsoKnownAs: [...profile.alsoKnownAs],
    medium: profile.medium,
    status,
    hash,
    counters: Object.keys(profile.counters),
  };
}
