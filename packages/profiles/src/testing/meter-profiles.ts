/** The Modbus profiles that ship with the program, for tests, as JSON and as what they load to. */

import { builtInProfiles } from "../built-in.ts";
import { isObject } from "../check-rules.ts";
import { loadProfiles, profileOf } from "../load-profiles.ts";
import type { ModbusProfile } from "../profile.ts";

const loaded = loadProfiles();

/** Every built-in profile of a meter on a bus, in the order of their files. */
export const modbusProfiles: readonly ModbusProfile[] = [...loaded.profiles.values()].flatMap(
  ({ profile }) => (profile.kind === "modbus" ? [profile] : []),
);

/** A built-in Modbus profile by its id. */
export function modbusProfile(id: string): ModbusProfile {
  const { profile } = profileOf(loaded, id);
  if (profile.kind === "modbus") return profile;
  throw new Error(`${id} is no Modbus profile`);
}

/**
 * The JSON of a built-in profile with one value replaced.
 *
 * @param file Like "meters/gavazzi-em340.json".
 * @param path Keys down to the value; undefined as value takes the key away.
 */
export function changedProfile(file: string, path: readonly string[], value: unknown): unknown {
  const json = structuredClone(builtInProfiles()[file]);
  const last = path.at(-1);
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => childOf(at, key), json);
  if (typeof parent !== "object" || parent === null || last === undefined)
    throw new Error(`${file} has no ${path.join(".")}`);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else Reflect.set(parent, last, value);
  return json;
}

function childOf(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isObject(value) ? value[key] : undefined;
}
