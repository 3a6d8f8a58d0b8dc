/** One check for profiles of every kind, for the loader and for `mega profile check`. */

import { isReadByPerson } from "@mega/domain";
import { modbusProfileFaults } from "./check-modbus.ts";
import { finding, isObject, type ProfileFinding } from "./check-rules.ts";
import { manualProfileFaults } from "./manual/check-manual.ts";
import { mqttProfileFaults } from "./mqtt/check-mqtt.ts";
import { p1ProfileFaults } from "./p1/check-p1.ts";

/**
 * Everything that is wrong with a profile; nothing when it is right.
 *
 * @param json Parsed JSON of a profile of any kind.
 */
export function profileCheck(json: unknown): readonly ProfileFinding[] {
  const kind = isObject(json) ? json["kind"] : undefined;
  const id = isObject(json) ? json["id"] : undefined;
  if (kind !== "manual" && typeof id === "string" && isReadByPerson({ profileId: id })) {
    const allowed = "another beginning: this one says that a person types the index";
    return [finding("id", "The name is kept for meters read by a person.", id, allowed)];
  }
  switch (kind) {
    case "modbus":
      return modbusProfileFaults(json);
    case "p1":
      return p1ProfileFaults(json);
    case "mqtt":
      return mqttProfileFaults(json);
    case "manual":
      return manualProfileFaults(json);
    default:
      return [
        finding("kind", "The kind of profile is not known.", kind, "modbus, p1, mqtt, manual"),
      ];
  }
}
