/** Backups and restores for a gateway whose server nobody plays. */

import type { Clock } from "@mega/domain";
import type { LedgerHost } from "@mega/ledger";
import type { AuditLog } from "../../audit/audit-log.ts";
import type { GatewayDatabase } from "../../store/gateway-database.ts";
import { ConfigurationBackup } from "../configuration-backup.ts";
import { makeRestoreParts, type RestoreParts } from "../restore-parts.ts";
import { RestoreStore } from "../restore-store.ts";
import { nowhere } from "../takeover-server.ts";

const deviceKey = new Uint8Array(32);

/** Parts without a server. */
export function rigRestore(parts: {
  readonly clock: Clock;
  readonly database: GatewayDatabase;
  readonly audit: AuditLog;
  readonly ledger: LedgerHost;
}): RestoreParts {
  return makeRestoreParts({
    ...parts,
    deviceKey,
    dataFolder: "/nowhere",
    machineMac: "02:00:00:00:00:99",
    view: () => parts.ledger.snapshot(),
    connect: () => nowhere,
    draw: () => 0.5,
    onFailure: (error) => {
      throw error;
    },
    onReady: () => undefined,
  });
}

/** A backup that is never begun. */
export function idleBackup({
  clock,
  database,
}: {
  readonly clock: Clock;
  readonly database: GatewayDatabase;
}): ConfigurationBackup {
  return new ConfigurationBackup({
    clock,
    store: new RestoreStore(database, deviceKey),
    url: null,
    isEnrolled: () => false,
    ask: async () => null,
    current: () => ({ document: "{}", secrets: new Map() }),
    draw: () => 0.5,
    onFailure: () => undefined,
  });
}
