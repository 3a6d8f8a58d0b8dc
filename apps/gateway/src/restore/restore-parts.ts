/** What backups and restores stand on while the configuration changes; made once. */

import { type BackupContent, backupText } from "@mega/uplink";
import type { ConfigurationDesk } from "../configuration/configuration-desk.ts";
import type { GatewayDatabase } from "../store/gateway-database.ts";
import type { BackedUp } from "./configuration-backup.ts";
import { FreshTokens } from "./fresh-tokens.ts";
import { readOwnProfiles } from "./own-profiles.ts";
import { RestoreStore } from "./restore-store.ts";
import { Takeovers, type TakeoversOptions } from "./takeovers.ts";

/** The parts. */
export interface RestoreParts {
  readonly store: RestoreStore;
  readonly takeovers: Takeovers;
  readonly freshTokens: FreshTokens;
  /** What of a configuration the server keeps. */
  readonly backedUp: (desk: Pick<ConfigurationDesk, "known">) => BackedUp;
}

/** What they are made of. */
export interface RestorePartsOptions extends Omit<TakeoversOptions, "store"> {
  readonly database: GatewayDatabase;
  /** Seals what they keep. */
  readonly deviceKey: Uint8Array;
}

/** Makes them; nothing is begun. */
export function makeRestoreParts(options: RestorePartsOptions): RestoreParts {
  const { clock, dataFolder } = options;
  const store = new RestoreStore(options.database, options.deviceKey);
  return {
    store,
    takeovers: new Takeovers({ ...options, store }),
    freshTokens: new FreshTokens(clock),
    backedUp(desk) {
      const { document, stored: secrets } = desk.known();
      const configuration = document as BackupContent["configuration"];
      const profiles = readOwnProfiles(dataFolder);
      return { document: backupText({ configuration, profiles }), secrets };
    },
  };
}
