/** Where things stand: names in the data folder, and the built pages. */

import { fileURLToPath } from "node:url";

/** The ledger, in the data folder. */
export const LEDGER_FILE = "ledger.db";
/** Configuration, accounts, outboxes and the audit log, in the data folder. */
export const GATEWAY_FILE = "gateway.db";
/** Meter profiles of the user's own, in the data folder. */
export const PROFILES_FOLDER = "profiles";
/** The built pages. */
export const PAGES_FOLDER = fileURLToPath(new URL("../../../web/dist", import.meta.url));
