/** Fetches the configuration that is to be put into force, and looks whether it can be. */

import { join } from "node:path";
import { MegaError } from "@mega/domain";
import { loadProfileSet } from "@mega/installation";
import { type KeptConfiguration, readBackupText } from "@mega/uplink";
import { checkDocument } from "../configuration/check-document.ts";
import { withSecretsOf } from "../configuration/fill-secrets.ts";
import { PROFILES_FOLDER } from "../system/folders.ts";
import type { FetchEnd, FetchPorts } from "./fetch-ledger.ts";
import { writeOwnProfiles } from "./own-profiles.ts";
import { restoreKeys } from "./restore-token.ts";
import { type OwnBox, restoredDocument } from "./restored-document.ts";
import { openSecrets } from "./sealed-secrets.ts";
import type { TakeoverFolder } from "./takeover-folder.ts";

/** The box that it is for, and what opens its secrets. */
export interface RestoredBox extends OwnBox {
  /** What the token gave. */
  readonly master: Uint8Array;
}

/** A configuration ready to be put into force. */
export interface RestoredConfiguration {
  /** With SECRET_KEPT in the places of secrets. */
  readonly document: Readonly<Record<string, unknown>>;
  readonly secrets: ReadonlyMap<string, string>;
  readonly profiles: NonNullable<ReturnType<typeof readBackupText>>["profiles"];
}

/**
 * Fetches it into the folder.
 *
 * @throws MegaError CONFIG_INVALID when it cannot be put into force on this box
 */
export async function fetchConfiguration(
  ports: FetchPorts,
  box: RestoredBox,
  machineMac: string,
): Promise<FetchEnd> {
  const { server, bearer, folder, onProgress } = ports;
  onProgress({ part: "configuration" });
  const asked = await server.configuration(bearer);
  if (asked.kind !== "answer") return asked;
  const { configuration } = asked.answer;
  if (configuration === null) throw unusable("the server keeps none");
  folder.keepConfiguration(configuration);
  const restored = openConfiguration(configuration, box);
  writeOwnProfiles(folder.path, restored.profiles);
  const profiles = loadProfileSet(join(folder.path, PROFILES_FOLDER));
  const whole = withSecretsOf(restored.document, restored.secrets);
  const checked = checkDocument(whole, { profiles, machineMac });
  if (checked.kind === "good") return { kind: "done" };
  const places = checked.faults.map(({ pointer }) => pointer || "the document");
  throw unusable(`this version refuses ${places.slice(0, 3).join(", ")}`);
}

/** What the folder holds, for this box. */
export function fetchedConfiguration(
  folder: TakeoverFolder,
  box: RestoredBox,
): RestoredConfiguration {
  return openConfiguration(folder.configuration(), box);
}

function openConfiguration(
  { document: text, secrets: sealed }: KeptConfiguration,
  { model, mac, url, master }: RestoredBox,
): RestoredConfiguration {
  const content = readBackupText(text);
  if (content === undefined) throw unusable("another version wrote it");
  // The seal is what proves the text: without it whoever keeps the server could have written it.
  if (sealed === null) throw unusable("no token seals it");
  const secrets = openSecrets(restoreKeys(master), text, Buffer.from(sealed, "base64"));
  if (secrets === undefined) throw unusable("it is sealed with another token");
  const { configuration, profiles } = content;
  return { document: restoredDocument(configuration, { model, mac, url }), secrets, profiles };
}

function unusable(why: string): MegaError {
  return new MegaError("CONFIG_INVALID", `The configuration cannot be restored: ${why}`, {
    hint: "Install the version of MEGA that the old box had, and try again.",
  });
}
