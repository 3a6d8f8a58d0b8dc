/**
 * What the text of a kept configuration holds: the configuration with SECRET_KEPT in the places of its
 * secrets, and the meter profiles of the user's own, without which another box could not read.
 */

import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { answer } from "./answers.ts";

/** Profiles of the user's own, and characters of one. */
export const BACKUP_PROFILES_MAX = 64;
export const BACKUP_PROFILE_LENGTH_MAX = 65_536;

const FORM = 1;

const BackupDocument = answer(
  {
    form: Type.Literal(FORM),
    configuration: Type.Record(Type.String(), Type.Unknown()),
    profiles: Type.Array(
      answer(
        {
          file: Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\\.json$" }),
          text: Type.String({ maxLength: BACKUP_PROFILE_LENGTH_MAX }),
        },
        "A profile as its file holds it.",
      ),
      { maxItems: BACKUP_PROFILES_MAX },
    ),
  },
  "A configuration with what it rests on.",
);
type BackupDocument = Static<typeof BackupDocument>;

/** A configuration with what it rests on. */
export type BackupContent = Omit<BackupDocument, "form">;

/** The text of it. */
export function backupText({ configuration, profiles }: BackupContent): string {
  return JSON.stringify({ form: FORM, configuration, profiles });
}

/** Reads the text; undefined when it is another one. */
export function readBackupText(text: string): BackupContent | undefined {
  const value = parsed(text);
  if (!Value.Check(BackupDocument, value)) return undefined;
  const { configuration, profiles } = value;
  return { configuration, profiles };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
