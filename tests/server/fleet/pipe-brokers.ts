/**
 * Brokers for the pipe, real ones that are killed and come back at the same ports: one Mosquitto, or a
 * cluster of NATS nodes whose MQTT ports the gateways use. Neither keeps anything.
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Clock, systemClock } from "@mega/domain";
import { freePort } from "../../free-port.ts";
import { answersAt, letsInAt, StartedProgram, untilReady } from "./started-program.ts";

/** Brokers that run. */
export interface PipeBrokers {
  /** What `mega server --pipe` is given. */
  readonly pipe: string;
  /** What the gateways' configuration names; one for each node. */
  readonly gatewayUrls: readonly string[];
  /** Kills a node, from 0; all of them when left out. */
  kill(node?: number): Promise<void>;
  /** Starts those that were killed. */
  recover(): Promise<void>;
  stop(): Promise<void>;
}

interface Node {
  /** Where it lets gateways in. */
  readonly mqtt: number;
  /** Where servers come; null where that is the same. */
  readonly client: number | null;
  readonly command: string;
  readonly words: readonly string[];
  running: StartedProgram | undefined;
}

/** Starts a Mosquitto; throws when the Debian package is missing. */
export async function startMosquittoPipe(clock: Clock = systemClock()): Promise<PipeBrokers> {
  const folder = mkdtempSync(join(tmpdir(), "mega-pipe-"));
  const port = await freePort();
  const file = join(folder, "mosquitto.conf");
  const lines = [
    `listener ${port} 127.0.0.1`,
    "allow_anonymous true",
    "persistence false",
    "max_queued_messages 0",
    "set_tcp_nodelay true",
    // Run by root it would become a user that cannot look into the folder.
    "user root",
    "log_dest stderr",
    "log_type error",
  ];
  writeFileSync(file, `${lines.join("\n")}\n`);
  const url = `mqtt://127.0.0.1:${port}`;
  const node = { mqtt: port, client: null, command: "/usr/sbin/mosquitto", words: ["-c", file] };
  return running({ clock, folder, nodes: [{ ...node, running: undefined }] }, url, [url]);
}

/** Starts so many NATS nodes as one cluster; throws when the Debian package is missing. */
export async function startNatsPipe(
  count: number,
  clock: Clock = systemClock(),
): Promise<PipeBrokers> {
  const folder = mkdtempSync(join(tmpdir(), "mega-pipe-"));
  const places = [];
  for (let no = 0; no < count; no++) {
    places.push({ client: await freePort(), mqtt: await freePort(), route: await freePort() });
  }
  const routes = places.map(({ route }) => `nats://127.0.0.1:${route}`);
  const nodes = places.map(({ client, mqtt, route }, no): Node => {
    const home = join(folder, `node-${no}`);
    mkdirSync(home);
    const file = join(home, "nats.conf");
    // MQTT asks for JetStream, which holds its sessions; nothing of ours is kept there.
    const lines = [
      `server_name: node-${no}`,
      `listen: "127.0.0.1:${client}"`,
      `mqtt { listen: "127.0.0.1:${mqtt}" }`,
      `jetstream { store_dir: "${home}" }`,
      ...(count === 1
        ? []
        : [
            `cluster { name: mega, listen: "127.0.0.1:${route}", routes: ${JSON.stringify(routes)} }`,
          ]),
    ];
    writeFileSync(file, `${lines.join("\n")}\n`);
    const words = ["-c", file];
    return { mqtt, client, command: "/usr/sbin/nats-server", words, running: undefined };
  });
  const pipe = places.map(({ client }) => `nats://127.0.0.1:${client}`).join(",");
  const gatewayUrls = places.map(({ mqtt }) => `mqtt://127.0.0.1:${mqtt}`);
  return running({ clock, folder, nodes }, pipe, gatewayUrls);
}

interface Brokers {
  readonly clock: Clock;
  readonly folder: string;
  readonly nodes: readonly Node[];
}

async function running(
  { clock, folder, nodes }: Brokers,
  pipe: string,
  gatewayUrls: readonly string[],
): Promise<PipeBrokers> {
  const kill = async (which?: number) => {
    const killed = nodes.filter((_node, no) => which === undefined || which === no);
    await Promise.all(killed.map((node) => node.running?.kill()));
    for (const node of killed) node.running = undefined;
  };
  const recover = async () => {
    const absent = nodes.filter((node) => node.running === undefined);
    const started = absent.map((node) => {
      const program = new StartedProgram(node.command, node.words);
      node.running = program;
      return { node, program };
    });
    for (const { node, program } of started) {
      const { client, mqtt } = node;
      if (client !== null) await untilReady(clock, program, () => answersAt(client));
      await untilReady(clock, program, () => letsInAt(mqtt));
    }
  };
  const stop = async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await recover();
  } catch (cause) {
    await stop();
    throw cause;
  }
  return { pipe, gatewayUrls, kill, recover, stop };
}
