/** Files made from a ledger while no gateway runs on it, by the same interface that serves them. */

import { MegaError, systemClock } from "@mega/domain";
import { type Installation, installationOf, loadConfig, machineMac } from "@mega/installation";
import { ConfigurationStore } from "./configuration/configuration-store.ts";
import { deviceKey } from "./configuration/device-key.ts";
import { storedConfiguration } from "./configuration/opening-configuration.ts";
import { openInlineGateway } from "./inline-gateway.ts";
import { openStore } from "./store/open-store.ts";

/**
 * The bytes that answer a GET of the interface, from a stopped gateway's folder. Without a file the
 * configuration that was saved last counts.
 */
export async function exportFromFile(
  dataFolder: string,
  configFile: string | undefined,
  url: string,
): Promise<Buffer> {
  const gateway = await openInlineGateway({
    dataFolder,
    installation: installationIn(dataFolder, configFile),
    clock: systemClock(),
    openers: new Map(),
    onFailure: () => undefined,
  });
  try {
    const answer = await gateway.app.inject({ method: "GET", url, headers: { host: "localhost" } });
    if (answer.statusCode < 400) return answer.rawPayload;
    const problem = answer.json<{ detail: string; hint?: string }>();
    const hint = problem.hint === undefined ? {} : { hint: problem.hint };
    throw new MegaError("REQUEST_INVALID", problem.detail, hint);
  } finally {
    await gateway.stop();
  }
}

function installationIn(dataFolder: string, configFile: string | undefined): Installation {
  if (configFile !== undefined) return loadConfig(configFile);
  const database = openStore(dataFolder);
  try {
    const store = new ConfigurationStore(database, deviceKey(dataFolder), systemClock());
    const stored = storedConfiguration(store);
    if (stored !== undefined) return installationOf(stored.config, machineMac());
  } finally {
    database.close();
  }
  throw new MegaError(
    "REQUEST_INVALID",
    "No gateway is running on the folder, and none was saved",
    {
      hint: "Give its configuration with --config to read the ledger from the file.",
    },
  );
}
