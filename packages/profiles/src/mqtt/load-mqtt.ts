/** Reads the MQTT profiles that ship with the package: packages/profiles/mqtt/*.json. */

import { loadShipped, type ShippedProfile } from "../load-shipped.ts";
import { checkMqttProfile } from "./check-mqtt.ts";
import type { MqttProfile } from "./mqtt-profile.ts";

/** Every MQTT profile by its id. @throws MegaError PROFILE_INVALID for a file that is none. */
export function loadMqttProfiles(): ReadonlyMap<string, ShippedProfile<MqttProfile>> {
  return loadShipped(new URL("../../mqtt/", import.meta.url), checkMqttProfile);
}
