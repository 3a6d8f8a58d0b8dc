/** Joins the network's parts for a gateway: NetworkManager where it runs, else the kernel's view. */

import { type Clock, MegaError } from "@mega/domain";
import type { AuditLog } from "../audit/audit-log.ts";
import type { GatewayDatabase } from "../store/gateway-database.ts";
import { NetworkControl } from "./network-control.ts";
import { NetworkManager } from "./network-manager.ts";
import type { Nmcli } from "./nmcli.ts";
import { signalDbm } from "./signal.ts";
import { trialStore } from "./trial-store.ts";
import { systemInterfaces } from "./unmanaged.ts";

/** What the network of a gateway is made of. */
export interface NetworkOptions {
  readonly clock: Clock;
  readonly database: GatewayDatabase;
  readonly audit: AuditLog;
  /** Null leaves the machine's network alone whatever manages it. */
  readonly nmcli: Nmcli | null;
  readonly onFailure: (error: unknown) => void;
}

/** Makes the control; it looks at nothing before it is asked or started. */
export function openNetwork(options: NetworkOptions): NetworkControl {
  const { clock, database, audit, nmcli, onFailure } = options;
  const networkManager =
    nmcli === null ? null : new NetworkManager({ nmcli, nowMs: () => clock.nowMs(), signalDbm });
  return new NetworkControl({
    clock,
    manager: async () =>
      networkManager !== null && (await networkManager.runs()) ? networkManager : null,
    unmanaged: systemInterfaces,
    store: writableStore(database),
    onEnded: (trial, end) => {
      audit.record({
        actor: "gateway",
        action: end === "kept" ? "network-kept" : "network-rolled-back",
        object: `network:${trial.interfaceName}`,
        details: { mode: trial.mode, address: trial.address },
        fromIp: null,
      });
    },
    onFailure,
  });
}

/** A change that cannot be written down could not be taken back after a restart. */
function writableStore(database: GatewayDatabase) {
  const store = trialStore(database);
  return {
    read: () => store.read(),
    write(trial: Parameters<typeof store.write>[0]) {
      if (!database.writable) {
        throw new MegaError("LEDGER_STORAGE_FAILED", "The data folder can only be read", {
          hint: "Free or repair the disk; then change the network.",
        });
      }
      store.write(trial);
    },
  };
}
