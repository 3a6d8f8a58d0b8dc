/** Reads the MQTT profiles that ship with the package: packages/profiles/mqtt/*.json. */

import { readdirSync, readFileSync } from "node:fs";
import { checkMqttProfile } from "./check-mqtt.ts";
import type { MqttProfile } from "./mqtt-profile.ts";

/** A profile with the text it was read from, over which its hash is taken. */
export interface LoadedMqttProfile {
  readonly profile: MqttProfile;
  readonly text: string;
}

/**
 * Reads every MQTT profile.
 *
 * @returns By profile id, in the order of file names.
 * @throws MegaError PROFILE_INVALID for a file that is none.
 */
export function loadMqttProfiles(): ReadonlyMap<string, LoadedMqttProfile> {
  const folder = new URL("../../mqtt/", import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return new Map(
    names.sort().map((name) => {
      const text = readFileSync(new URL(name, folder), "utf8");
      const profile = checkMqttProfile(JSON.parse(text));
      return [profile.id, { profile, text }];
    }),
  );
}
