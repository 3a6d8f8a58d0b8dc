/** `mega gateway`: runs the gateway until it is told to stop. */

import process from "node:process";
import { loadConfig, startGateway } from "@mega/gateway";
import { needed } from "../arguments.ts";
import type { Command } from "../command.ts";
import { untilStopped } from "../until-stopped.ts";

/** Where the page is served when nothing else is said. */
export const DEFAULT_PORT = 8082;

export const gatewayCommand: Command = {
  summary: "Reads the meters, keeps the ledger and serves the pages.",
  usage: "--data DIR --config FILE [--port N]",
  options: {
    data: { form: "text", value: "DIR", meaning: "Folder of the ledger; made when absent." },
    config: { form: "text", value: "FILE", meaning: "Configuration file (YAML)." },
    port: { form: "number", value: "N", meaning: `Port of the pages; ${DEFAULT_PORT}.` },
    log: { form: "text", value: "LEVEL", meaning: "fatal, error, warn, info, debug; info." },
  },
  async run(given) {
    const gateway = await startGateway({
      dataFolder: needed(given, "data"),
      installation: loadConfig(needed(given, "config")),
      port: given.number("port") ?? DEFAULT_PORT,
      logLevel: given.text("log") ?? "info",
    });
    process.stdout.write(`COUNTERS page: ${gateway.url}\n`);
    process.stdout.write("The gateway listens on this machine only.\n");
    await untilStopped(gateway.lost);
    await gateway.stop();
    return 0;
  },
};
