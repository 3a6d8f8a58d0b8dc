/**
 * The figures of a gateway from what the server keeps of it: the configuration that it handed over last,
 * with its own meter profiles, and the mirror of its ledger.
 */

import { join } from "node:path";
import type { GatewayConfig } from "@mega/contract";
import { loadProfileSet, type ProfileSet } from "@mega/installation";
import { readBackupText } from "@mega/uplink";
import { newestConfiguration } from "../backup/configuration-versions.ts";
import type { ServerContext } from "../context.ts";
import { textIn } from "../database/row-values.ts";
import { mirrorReader } from "../readings/mirror-reader.ts";
import { type MirrorFigures, mirrorFigures } from "./mirror-figures.ts";
import type { MirroredGateway } from "./mirrored-gateway.ts";

/** In the server's folder: profiles for gateways that do not hand over their own. */
const PROFILES_FOLDER = "profiles";
/** No message of a gateway tells it. */
const VERSION_UNKNOWN = "unknown";

/** Draws gateways one after the other; undefined for one of which no configuration has come. */
export type DrawKept = (gatewayId: number) => Promise<MirrorFigures | undefined>;

/** Made once: the profiles are read when the first figures are asked for. */
export function keptFigures({
  clock,
  database,
  dataFolder,
}: Pick<ServerContext, "clock" | "database" | "dataFolder">): DrawKept {
  let profiles: ProfileSet | undefined;
  return async (gatewayId) => {
    const kept = await keptGateway(database, gatewayId);
    if (kept === undefined) return undefined;
    profiles ??= loadProfileSet(join(dataFolder, PROFILES_FOLDER));
    const mirror = mirrorReader(database, gatewayId);
    return mirrorFigures({ clock, profiles }, { ...kept, version: VERSION_UNKNOWN, mirror });
  };
}

/** The configuration was checked by its gateway before it was saved there. */
async function keptGateway(
  database: ServerContext["database"],
  gatewayId: number,
): Promise<Pick<MirroredGateway, "config" | "ownProfiles" | "mac"> | undefined> {
  return database.as({ kind: "job" }, async (tx) => {
    const [row] = await tx.query("SELECT mac FROM gateway WHERE gateway_id = $1", [gatewayId]);
    const newest = await newestConfiguration(tx, gatewayId);
    const content = newest === null ? undefined : readBackupText(newest.document);
    if (row === undefined || content === undefined) return undefined;
    const { configuration, profiles } = content;
    const config = configuration as unknown as GatewayConfig;
    return { config, ownProfiles: profiles, mac: textIn(row, "mac") };
  });
}
