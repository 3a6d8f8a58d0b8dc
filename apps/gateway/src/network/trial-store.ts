/** Keeps the change on trial in gateway.db. */

import type { GatewayDatabase } from "../store/gateway-database.ts";
import type { Trial } from "./trial.ts";

/** Where the trial is kept. */
export interface TrialStore {
  read(): Trial | null;
  /** Keeps it in place of what was there; null keeps none. */
  write(trial: Trial | null): void;
}

/** The store of a gateway. */
export function trialStore({ db }: GatewayDatabase): TrialStore {
  return {
    read() {
      const row = db.prepare("SELECT * FROM network_trial").get();
      return row === undefined ? null : trialFromRow(row);
    },
    write(trial) {
      if (trial === null) db.exec("DELETE FROM network_trial");
      else {
        db.prepare(
          `INSERT OR REPLACE INTO network_trial
             (id, interface, kind, mode, address, new_uuid, previous_uuid, previously_off,
              requested_at_ms, needs, remaining_ms)
           VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ).run(
          trial.interfaceName,
          trial.kind,
          trial.mode,
          trial.address,
          trial.newUuid,
          trial.previousUuid,
          trial.previouslyOff ? 1 : 0,
          trial.requestedAtMs,
          trial.needs,
          Math.round(trial.remainingMs),
        );
      }
    },
  };
}

function trialFromRow(row: Record<string, unknown>): Trial {
  const textOrNull = (value: unknown) => (value === null ? null : String(value));
  return {
    interfaceName: String(row["interface"]),
    kind: row["kind"] as Trial["kind"],
    mode: row["mode"] as Trial["mode"],
    address: textOrNull(row["address"]),
    newUuid: String(row["new_uuid"]),
    previousUuid: textOrNull(row["previous_uuid"]),
    previouslyOff: row["previously_off"] === 1,
    requestedAtMs: Number(row["requested_at_ms"]),
    needs: row["needs"] as Trial["needs"],
    remainingMs: Number(row["remaining_ms"]),
  };
}
