/** The kinds of meters that a simulator puts on a wire. */

import { loadProfiles, type ModbusProfile } from "@mega/profiles";

/** Modbus profiles by their id. */
export function modbusProfiles(): ReadonlyMap<string, ModbusProfile> {
  const all = [...loadProfiles().profiles.values()].map(({ profile }) => profile);
  return new Map(
    all.flatMap((profile) => (profile.kind === "modbus" ? [[profile.id, profile]] : [])),
  );
}
