/** Meter profiles of the user's own as files: with a backup they go to the server, with a restore here. */

import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { BACKUP_PROFILE_LENGTH_MAX, BACKUP_PROFILES_MAX, type BackupContent } from "@mega/uplink";
import { writeDurably } from "../system/durable-file.ts";
import { PROFILES_FOLDER } from "../system/folders.ts";

type Profiles = BackupContent["profiles"];

/** Characters of all of them: a document has its limit. */
const LENGTH_MAX = 400_000;
const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\.json$/;

/** The files of the folder by name, as far as they are not too many or too long. */
export function readOwnProfiles(dataFolder: string): Profiles {
  const folder = join(dataFolder, PROFILES_FOLDER);
  const profiles: Profiles[number][] = [];
  let length = 0;
  for (const file of namesIn(folder)) {
    const path = join(folder, file);
    if (statSync(path).size > BACKUP_PROFILE_LENGTH_MAX) continue;
    const text = readFileSync(path, "utf8");
    if (length + text.length > LENGTH_MAX) continue;
    length += text.length;
    profiles.push({ file, text });
  }
  return profiles;
}

/** Puts files where there are none of their names: what this box has stays. */
export function writeOwnProfiles(dataFolder: string, profiles: Profiles): void {
  const folder = join(dataFolder, PROFILES_FOLDER);
  const there = new Set(namesIn(folder));
  const missing = profiles.filter(({ file }) => !there.has(file) && nameForm.test(file));
  if (missing.length > 0) mkdirSync(folder, { recursive: true });
  for (const { file, text } of missing) writeDurably(join(folder, file), text);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => nameForm.test(name))
      .sort()
      .slice(0, BACKUP_PROFILES_MAX);
  } catch {
    // Most have no profiles of their own.
    return [];
  }
}
