/**
 * All profiles a program knows: the built-in ones and those of the user's folder. A user's file that
 * is not right is left out and named with its faults; the others still load.
 */

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { MegaError } from "@mega/domain";
import { builtInProfiles } from "./built-in.ts";
import { finding, findingText, type ProfileFinding } from "./check-rules.ts";
import { profileHash } from "./hash.ts";
import type { MeterProfile } from "./profile.ts";
import { profileCheck } from "./profile-check.ts";

/** A profile with the hash that sources declare it by. */
export interface LoadedProfile {
  readonly profile: MeterProfile;
  /** SHA-256 of its content, hexadecimal. */
  readonly hash: string;
  readonly origin: "built-in" | "user";
  /** File name, with its folder where it is the user's. */
  readonly file: string;
}

/** A file that was left out. */
export interface RefusedProfile {
  readonly file: string;
  readonly findings: readonly ProfileFinding[];
}

/** What was found. */
export interface LoadedProfiles {
  /** By profile id. */
  readonly profiles: ReadonlyMap<string, LoadedProfile>;
  readonly refused: readonly RefusedProfile[];
}

/** A profile's file that came from elsewhere. */
export interface ProfileText {
  /** Its name. */
  readonly file: string;
  readonly text: string;
}

/** Files in the user's folder, and bytes of one. */
const USER_FILES_MAX = 256;
const USER_FILE_BYTES_MAX = 256 * 1024;

/**
 * Loads the built-in profiles and a user's own.
 *
 * @param userFolder Folder with the user's *.json; none when undefined or absent.
 * @throws MegaError PROFILE_INVALID when a built-in profile is not right: the program is broken.
 */
export function loadProfiles(userFolder?: string): LoadedProfiles {
  const profiles = new Map<string, LoadedProfile>();
  const refused: RefusedProfile[] = [];
  for (const [file, json] of Object.entries(builtInProfiles())) {
    const findings = add(profiles, json, { file, origin: "built-in" });
    if (findings.length > 0) throw invalid(file, findings);
  }
  for (const file of userFolder === undefined ? [] : filesOf(userFolder)) {
    const json = readJson(file);
    const place = { file, origin: "user" } as const;
    const findings = "findings" in json ? json.findings : add(profiles, json.value, place);
    if (findings.length > 0) refused.push({ file, findings });
  }
  return { profiles, refused };
}

/**
 * The user's profiles of a gateway that is elsewhere, judged as the files of its folder are.
 *
 * @param taken Ids that other profiles have.
 */
export function readProfileTexts(
  texts: readonly ProfileText[],
  taken: ReadonlySet<string>,
): LoadedProfiles {
  const profiles = new Map<string, LoadedProfile>();
  const refused: RefusedProfile[] = [];
  for (const { file, text } of texts.slice(0, USER_FILES_MAX)) {
    const json = parsed(text);
    const place = { file, origin: "user" } as const;
    const findings = "findings" in json ? json.findings : add(profiles, json.value, place, taken);
    if (findings.length > 0) refused.push({ file, findings });
  }
  return { profiles, refused };
}

/**
 * Reads and checks one file, for `mega profile check`.
 *
 * @returns Its faults; none when it is right.
 */
export function checkProfileFile(file: string): readonly ProfileFinding[] {
  const json = readJson(file);
  return "findings" in json ? json.findings : profileCheck(json.value);
}

/** The profile of an id. @throws MegaError PROFILE_UNKNOWN. */
export function profileOf(loaded: LoadedProfiles, id: string): LoadedProfile {
  const found = loaded.profiles.get(id);
  if (found !== undefined) return found;
  throw new MegaError("PROFILE_UNKNOWN", `There is no meter profile "${id}".`, {
    hint: "See the table of meters, or put the profile's file into the folder for profiles.",
    context: { value: id, allowed: [...loaded.profiles.keys()].sort() },
  });
}

function add(
  profiles: Map<string, LoadedProfile>,
  json: unknown,
  { file, origin }: Pick<LoadedProfile, "file" | "origin">,
  taken: ReadonlySet<string> = new Set(),
): readonly ProfileFinding[] {
  const findings = profileCheck(json);
  if (findings.length > 0) return findings;
  const profile = json as MeterProfile;
  if (profiles.has(profile.id) || taken.has(profile.id)) {
    return [finding("id", "Another profile has this id.", profile.id, "an id of its own")];
  }
  profiles.set(profile.id, { profile, hash: profileHash(json), origin, file });
  return [];
}

function filesOf(folder: string): readonly string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  const files = names.filter((name) => name.endsWith(".json")).sort();
  return files.slice(0, USER_FILES_MAX).map((name) => join(folder, name));
}

type Parsed = { readonly value: unknown } | { readonly findings: readonly ProfileFinding[] };

function readJson(file: string): Parsed {
  try {
    const { size } = statSync(file);
    if (size > USER_FILE_BYTES_MAX) {
      const allowed = `at most ${USER_FILE_BYTES_MAX} bytes`;
      return { findings: [finding("", "The file is too long.", size, allowed)] };
    }
    return parsed(readFileSync(file, "utf8"));
  } catch (error) {
    return unreadable(error);
  }
}

function parsed(text: string): Parsed {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return unreadable(error);
  }
}

function unreadable(error: unknown): Parsed {
  const why = error instanceof Error ? error.message : String(error);
  return { findings: [finding("", "The file cannot be read as JSON.", why, "valid JSON")] };
}

function invalid(file: string, findings: readonly ProfileFinding[]): MegaError {
  const [first] = findings;
  const where = first === undefined ? "" : ` ${findingText(first)}`;
  return new MegaError("PROFILE_INVALID", `The meter profile ${file} is not right.${where}`, {
    hint: "Run the check of profiles on the file and mend what it names.",
    context: { file, findings },
  });
}
