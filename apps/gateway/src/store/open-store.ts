/** Opens gateway.db of a data folder, also where the disk has no place for it yet. */

import { statSync } from "node:fs";
import { join } from "node:path";
import { MegaError } from "@mega/domain";
import { GATEWAY_FILE } from "../system/folders.ts";
import { type GatewayDatabase, openGatewayDatabase } from "./gateway-database.ts";

/**
 * The database of the folder. On a full or read-only disk that has none yet, an empty one that takes
 * nothing: what the ledger has is shown all the same. One that is there and cannot be opened is
 * never replaced: it says who the owner is.
 */
export function openStore(dataFolder: string): GatewayDatabase {
  const path = join(dataFolder, GATEWAY_FILE);
  try {
    return openGatewayDatabase(path);
  } catch (error) {
    const isStorage = error instanceof MegaError && error.code === "LEDGER_STORAGE_FAILED";
    if (!isStorage || holdsSomething(path)) throw error;
    return { ...openGatewayDatabase(":memory:"), writable: false };
  }
}

function holdsSomething(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0;
}
