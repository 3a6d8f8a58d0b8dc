/** `mega config show`: who saved which configuration of the running gateway, and when. */

import process from "node:process";
import type { GatewayConfig, Revision, RevisionList } from "@mega/contract";
import type { Command } from "../command.ts";
import { askConfiguration, revisionLine } from "../config-ask.ts";

export const configShowCommand: Command = {
  summary: "Shows which configuration is in force and who saved it.",
  usage: "--data DIR",
  options: { data: { form: "text", value: "DIR", meaning: "Folder of a running gateway." } },
  async run(given) {
    const read = async (path: string) =>
      JSON.parse((await askConfiguration(given, "GET", path)).toString("utf8")) as unknown;
    const current = (await read("")) as Revision;
    const { building, gateway, ...parts } = current.configuration as unknown as GatewayConfig;
    const { channels = [], meters = [], buses = [], p1Ports = [] } = parts;
    const used = channels.filter(({ meter }) => meter !== undefined);
    say(`${building.name}, ${gateway.model}: ${revisionLine(current)}`);
    say(`channels ${used.length}, meters ${meters.length}, buses ${buses.length + p1Ports.length}`);
    say(`secrets stored ${current.secretsSet.length}`);
    const { revisions } = (await read("/revisions")) as RevisionList;
    for (const info of revisions.slice(0, 20)) say(`  ${revisionLine(info)}`);
    return 0;
  },
};

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
