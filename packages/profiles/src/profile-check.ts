/** One check for profiles of every kind, for the loader and for `mega profile check`. */

import { isReadByPerson, MegaError } from "@mega/domain";
import { checkModbusProfile } from "./check-profile.ts";
import { finding, isObject, type ProfileFinding } from "./check-rules.ts";
import { checkManualProfile } from "./manual/check-manual.ts";
import { checkMqttProfile } from "./mqtt/mqtt-profile.ts";
import { checkP1Profile } from "./p1/p1-profile.ts";

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
      return checkModbusProfile(json);
    case "p1":
      return faultsOf(() => checkP1Profile(json), json);
    case "mqtt":
      return faultsOf(() => checkMqttProfile(json), json);
    case "manual":
      return faultsOf(() => checkManualProfile(json), json);
    default:
      return [
        finding("kind", "The kind of profile is not known.", kind, "modbus, p1, mqtt, manual"),
      ];
  }
}

function faultsOf(check: () => unknown, json: unknown): readonly ProfileFinding[] {
  try {
    check();
    return [];
  } catch (error) {
    // Values of wrong types make the check of the other kinds stumble; that is a fault as well.
    const message = error instanceof MegaError ? error.message : "The form is not right.";
    return [finding("", message, json, "a profile like those that ship with the program")];
  }
}
