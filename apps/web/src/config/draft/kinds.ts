/**
 * Kinds of meter as the editor offers them: first the seven that the leaflet names, by those names,
 * then every profile of the gateway. Pure.
 */

import type { ProfileInfo } from "@mega/contract";

/** The leaflet's names of a kind, in its order, and the profile that stands for each. */
const leafletNames: readonly (readonly [name: string, profileId: string])[] = [
  ["EMM220 / EMM630", "emm220"],
  ["MOCO", "moco"],
  ["CALORIE", "calorie"],
  ["WATER", "water"],
  ["KAMSTRUP", "kamstrup"],
  ["KAMSTRUP P1", "kamstrup-p1"],
  ["P1", "p1"],
  ["MQTT", "mqtt"],
];

/** A kind that can be chosen. */
export interface KindChoice {
  readonly profileId: string;
  readonly name: string;
  /** Maker, or null for the leaflet's own. */
  readonly maker: string | null;
  /** Everything a search looks through. */
  readonly found: string;
}

/**
 * The choices, the leaflet's first, then by maker and model, last those without a bus.
 *
 * @param nameOf What a profile is called that the leaflet does not name.
 */
export function kindChoices(
  profiles: readonly ProfileInfo[],
  nameOf: (profile: ProfileInfo) => string,
): readonly KindChoice[] {
  const byId = new Map(profiles.map((profile) => [profile.profileId, profile]));
  const first = leafletNames.flatMap(([name, profileId]) => {
    const profile = byId.get(profileId);
    return profile === undefined ? [] : [choice(profile, name, null)];
  });
  const listed = new Set(first.map(({ profileId }) => profileId));
  const others = profiles
    .filter((profile) => !listed.has(profile.profileId) && profile.kind !== "manual")
    .map((profile) => choice(profile, nameOf(profile), profile.maker))
    .sort((a, b) => (a.maker ?? "").localeCompare(b.maker ?? "") || a.name.localeCompare(b.name));
  const typed = profiles
    .filter((profile) => profile.kind === "manual")
    .map((profile) => choice(profile, nameOf(profile), null))
    .sort((a, b) => a.name.localeCompare(b.name));
  return [...first, ...others, ...typed];
}

function choice(profile: ProfileInfo, name: string, maker: string | null): KindChoice {
  const { profileId, model, alsoKnownAs } = profile;
  return {
    profileId,
    name,
    maker,
    found: [name, profileId, profile.maker, model, ...alsoKnownAs].join("\n").toLowerCase(),
  };
}

/** How a kind is called in a row. */
export function kindName(choices: readonly KindChoice[], profileId: string): string {
  const found = choices.find((one) => one.profileId === profileId);
  return found === undefined ? profileId : found.name;
}

/** The profile that a pasted word means: its id, a name of the leaflet or of a type plate. */
export function kindMeant(word: string, profiles: readonly ProfileInfo[]): ProfileInfo | undefined {
  const wanted = squeezed(word);
  if (wanted === "") return undefined;
  const leaflet = leafletNames.find(([name]) =>
    name.split("/").some((one) => squeezed(one) === wanted),
  );
  const exact = leaflet?.[1] ?? word.trim();
  const byId = profiles.find((profile) => profile.profileId === exact);
  if (byId !== undefined) return byId;
  const known = profiles.filter(({ profileId, model, alsoKnownAs }) =>
    [profileId, model, ...alsoKnownAs].some((name) => squeezed(name) === wanted),
  );
  return known.length === 1 ? known[0] : undefined;
}

/** "EMM.630", "emm 630" and "EMM630" are one name. */
function squeezed(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9+]/g, "");
}
