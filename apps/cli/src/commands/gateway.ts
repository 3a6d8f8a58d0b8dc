/** `mega gateway`: runs the gateway until it is told to stop. */

import process from "node:process";
import { channelsOfModel, type GatewayModel, MegaError } from "@mega/domain";
import { type ConfigurationSource, type RunningGateway, startGateway } from "@mega/gateway";
import { type Given, needed } from "../arguments.ts";
import type { Command } from "../command.ts";
import { untilStopped } from "../until-stopped.ts";

/** Where the page is served when nothing else is said. */
export const DEFAULT_PORT = 8082;

/** The model of a gateway that nobody has set up, where none is given. */
const DEFAULT_MODEL: GatewayModel = "MEGA32";

export const gatewayCommand: Command = {
  summary: "Reads the meters, keeps the ledger and serves the pages.",
  usage: "--data DIR [--config FILE] [--host ADDRESS] [--port N]",
  options: {
    data: { form: "text", value: "DIR", meaning: "Folder of the ledger; made when absent." },
    config: {
      form: "text",
      value: "FILE",
      meaning: "Configuration file (YAML), taken when it has changed; without it what was saved.",
    },
    model: { form: "text", value: "MODEL", meaning: "Model of an empty gateway; MEGA32." },
    port: {
      form: "number",
      value: "N",
      meaning: `Port of the pages; the configuration's web.port, ${DEFAULT_PORT}.`,
    },
    host: {
      form: "text",
      value: "ADDRESS",
      meaning: "Where to listen; 0.0.0.0, every address. 127.0.0.1 is this machine only.",
    },
    "prg-gpio": {
      form: "text",
      value: "FILE",
      meaning: "Value file of the PRG button's GPIO line, 1 while pressed.",
    },
    log: { form: "text", value: "LEVEL", meaning: "fatal, error, warn, info, debug; info." },
  },
  async run(given) {
    let port = given.number("port");
    for (;;) {
      const gateway = await begun(given, port);
      const ended = await Promise.race([untilStopped(gateway.lost), gateway.renewed.then(renewed)]);
      await gateway.stop();
      if (ended !== RENEWED) return 0;
      // Whoever looks at its pages finds it at the same address.
      port = Number(new URL(gateway.url).port);
      process.stdout.write("What was restored is put into force.\n");
    }
  },
};

const RENEWED = "renewed";
const renewed = () => RENEWED;

/** Starts it and says where it is. */
async function begun(given: Given, port: number | undefined): Promise<RunningGateway> {
  const prgGpioPath = given.text("prg-gpio");
  const gateway = await startGateway({
    dataFolder: needed(given, "data"),
    source: sourceOf(given),
    ...(port === undefined ? {} : { port }),
    host: given.text("host") ?? "0.0.0.0",
    ...(prgGpioPath === undefined ? {} : { prgGpioPath }),
    logLevel: given.text("log") ?? "info",
  });
  if (gateway.setupCode !== undefined) {
    process.stdout.write(`Nobody has claimed this gateway. Setup code: ${gateway.setupCode}\n`);
  }
  process.stdout.write(`Certificate (SHA-256): ${gateway.certificateFingerprint}\n`);
  process.stdout.write(`COUNTERS page: ${gateway.url}\n`);
  if (gateway.pagesUrl !== null) {
    process.stdout.write(`From elsewhere in the building: ${gateway.pagesUrl}\n`);
  }
  return gateway;
}

function sourceOf(given: Given): ConfigurationSource {
  const file = given.text("config");
  if (file !== undefined) return { kind: "file", file };
  const named = given.text("model") ?? DEFAULT_MODEL;
  const models = Object.keys(channelsOfModel) as GatewayModel[];
  const model = models.find((name) => name === named);
  if (model !== undefined) return { kind: "stored", model };
  throw new MegaError("REQUEST_INVALID", `--model is "${named}"; allowed: ${models.join(", ")}`);
}
