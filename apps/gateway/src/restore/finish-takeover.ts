/**
 * The last step of a take-over, at a start and before anything else is opened: ledger, configuration and
 * credential come into their places together. A power cut leaves it to the next start. Keys and identity
 * of this box stay its own: device key, certificate, setup code, accounts and sessions are not touched.
 */

import type { Clock } from "@mega/domain";
import { credentialText } from "@mega/uplink";
import { AuditLog } from "../audit/audit-log.ts";
import { ConfigurationStore } from "../configuration/configuration-store.ts";
import { deviceKey } from "../configuration/device-key.ts";
import { openStore } from "../store/open-store.ts";
import { UplinkStore } from "../uplink/uplink-store.ts";
import { fetchedConfiguration } from "./fetch-configuration.ts";
import { writeOwnProfiles } from "./own-profiles.ts";
import { RestoreStore, type Takeover } from "./restore-store.ts";
import { TakeoverFolder } from "./takeover-folder.ts";

/** What it works on. */
export interface FinishOptions {
  readonly dataFolder: string;
  readonly clock: Clock;
}

/**
 * Finishes the take-over that is ready; without one it does nothing.
 *
 * @throws MegaError LEDGER_LOCKED when a gateway runs on the folder, LEDGER_STORAGE_FAILED
 */
export function finishTakeover({ dataFolder, clock }: FinishOptions): void {
  const folder = new TakeoverFolder(dataFolder);
  if (!folder.isThere) return;
  const database = openStore(dataFolder);
  try {
    const key = deviceKey(dataFolder);
    const restores = new RestoreStore(database, key);
    const stored = restores.takeover();
    // Given up, or finished before a power cut: what is left of it goes.
    if (stored === undefined && database.writable) folder.remove();
    if (stored?.step !== "ready" || !database.writable) return;
    folder.moveLedger();
    const { takeover } = stored;
    const { model, mac, url } = takeover;
    const master = Buffer.from(takeover.master, "base64");
    const content = fetchedConfiguration(folder, { model, mac, url, master });
    writeOwnProfiles(dataFolder, content.profiles);
    const configurations = new ConfigurationStore(database, key, clock);
    const uplink = new UplinkStore(database, key);
    database.transaction(() => {
      const { revision } = configurations.add({
        savedBy: takeover.actor,
        cause: "restore",
        document: content.document,
        secrets: content.secrets,
      });
      uplink.keepCredential(url, credentialOf(takeover), clock.nowMs());
      restores.keepToken(master, clock.nowMs());
      restores.dropTakeover();
      new AuditLog(database, clock).record({
        actor: takeover.actor,
        action: "restored-from-server",
        object: `configuration:${revision}`,
        details: {
          server: url,
          oldMac: takeover.oldMac,
          generation: takeover.granted?.generation ?? null,
        },
        fromIp: null,
      });
    });
    folder.remove();
  } finally {
    database.close();
  }
}

function credentialOf({ granted, secret }: Takeover) {
  if (granted === null) throw new Error("Broken assumption: a take-over that is ready was granted");
  const { gatewayId, building } = granted;
  return { text: credentialText({ gatewayId, secret }), building };
}
