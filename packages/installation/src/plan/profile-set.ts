/** Every profile the gateway can use, of the bus, P1, MQTT and typed indexes, with the user's own. */

import { createHash } from "node:crypto";
import type { ProfileInfo } from "@mega/contract";
import {
  loadMqttProfiles,
  loadP1Profiles,
  loadProfiles,
  type MeterProfile,
  type ProfileText,
  type RefusedProfile,
  readProfileTexts,
} from "@mega/profiles";

/** A profile with what every kind has in common. */
export interface KnownProfile {
  readonly id: string;
  /** SHA-256 of its content, hexadecimal. */
  readonly hash: string;
  readonly profile: MeterProfile;
  /** How far its figures can be trusted without a look at the display. */
  readonly status: ProfileInfo["status"];
}

/** All profiles by name. */
export interface ProfileSet {
  readonly all: readonly KnownProfile[];
  readonly find: (id: string) => KnownProfile | undefined;
  /** The user's files that were left out, with their faults. */
  readonly refused: readonly RefusedProfile[];
}

/** Loads the built-in profiles and those of the user's folder. */
export function loadProfileSet(userFolder: string): ProfileSet {
  const { profiles, refused } = loadProfiles(userFolder);
  const known = new Map<string, KnownProfile>();
  for (const { profile, hash } of profiles.values()) {
    known.set(profile.id, { id: profile.id, hash, profile, status: statusOf(profile) });
  }
  for (const { profile, text } of [...loadP1Profiles().values(), ...loadMqttProfiles().values()]) {
    const hash = createHash("sha256").update(text).digest("hex");
    known.set(profile.id, { id: profile.id, hash, profile, status: statusOf(profile) });
  }
  return { all: [...known.values()], find: (id) => known.get(id), refused };
}

/** The same with the own profiles of a gateway that is elsewhere; one that is not right is left out. */
export function withProfileTexts(
  { all, refused }: ProfileSet,
  texts: readonly ProfileText[],
): ProfileSet {
  const read = readProfileTexts(texts, new Set(all.map(({ id }) => id)));
  const own = [...read.profiles.values()].map(({ profile, hash }) => {
    return { id: profile.id, hash, profile, status: statusOf(profile) };
  });
  const known = new Map([...all, ...own].map((profile) => [profile.id, profile]));
  return {
    all: [...known.values()],
    find: (id) => known.get(id),
    refused: [...refused, ...read.refused],
  };
}

function statusOf(profile: MeterProfile): ProfileInfo["status"] {
  if (profile.kind !== "modbus") return "documented";
  switch (profile.status) {
    case "verified-by-vendor-and-code":
      return "verified";
    case "two-sources":
      return "documented";
    case "one-source":
    case "generic":
      return "generic";
  }
}
