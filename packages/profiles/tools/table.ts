/**
 * Writes the table of all meters into docs/reference/profiles.md. Run it after adding or changing a
 * profile file, once tools/built-in.ts has listed it.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { loadProfiles } from "../src/load-profiles.ts";
import { meterTables, withMeterTables } from "../src/testing/meter-table.ts";

const file = new URL("../../../docs/reference/profiles.md", import.meta.url);
const profiles = [...loadProfiles().profiles.values()].map(({ profile }) => profile);
writeFileSync(file, withMeterTables(readFileSync(file, "utf8"), meterTables(profiles)));
