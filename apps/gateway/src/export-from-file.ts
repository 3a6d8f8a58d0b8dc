/** Files made from a ledger while no gateway runs on it, by the same interface that serves them. */

import { MegaError, systemClock } from "@mega/domain";
import { loadConfig } from "./config/load-config.ts";
import { openInlineGateway } from "./inline-gateway.ts";

/** The bytes that answer a GET of the interface, from a stopped gateway's folder. */
export async function exportFromFile(
  dataFolder: string,
  configFile: string,
  url: string,
): Promise<Buffer> {
  const gateway = await openInlineGateway({
    dataFolder,
    installation: loadConfig(configFile),
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
