/**
 * The server's side of the pipe: hears messages and has them answered, and calls gateways for which a
 * command was given. With NATS every process that takes batches in hears its share; with MQTT the one that
 * holds a lock of the database hears all.
 */

import { pipeTopic } from "@mega/uplink";
import type { ServerContext } from "../context.ts";
import { startLockedWork, workLocks } from "../database/locked-work.ts";
import { startCalling } from "./call-gateways.ts";
import { MessageListener } from "./message-listener.ts";
import type { PipeAddress } from "./pipe-address.ts";
import type { PipeBroker } from "./pipe-broker.ts";

/** What it stands on. */
export interface PipeOptions {
  readonly context: ServerContext;
  /** Of the database. */
  readonly url: string;
  readonly address: PipeAddress;
}

/** Opens it; the broker need not be there. What comes back ends it, batches that have begun first. */
export async function openServerPipe(options: PipeOptions): Promise<() => Promise<void>> {
  const { context, address } = options;
  const { log } = context;
  const open = await brokerOf(address);
  const broker = open(address, {
    onState: (state, why) => log.info({ hosts: address.hosts, why }, `the pipe is ${state}`),
  });
  const ends = [await listening(options, broker), await calling(options, broker)];
  return async () => {
    for (const end of ends) await end();
    await broker.stop();
  };
}

/** A client of brokers is loaded where one is named. */
async function brokerOf({ kind }: PipeAddress) {
  if (kind === "nats") return (await import("./nats-broker.ts")).natsBroker;
  return (await import("./mqtt-broker.ts")).mqttBroker;
}

/** Messages to this process: its share of them, or all while it holds the lock. */
async function listening(options: PipeOptions, broker: PipeBroker): Promise<() => Promise<void>> {
  const begin = async () => {
    const listener = new MessageListener(options.context, broker);
    const end = broker.listen(pipeTopic("+", "up"), (at, bytes) => listener.hear(at, bytes));
    return async () => {
      end();
      await listener.stop();
    };
  };
  return options.address.kind === "nats" ? begin() : alone(options, "pipe", begin);
}

/** Calls go out from one process, whatever the broker is. */
function calling(options: PipeOptions, broker: PipeBroker): Promise<() => Promise<void>> {
  return alone(options, "calls", async () => startCalling(options.context, broker));
}

/** What one process alone does. */
function alone(
  { context, url }: PipeOptions,
  lock: "pipe" | "calls",
  begin: () => Promise<() => Promise<void>>,
): Promise<() => Promise<void>> {
  const { clock, log } = context;
  const onFailure = (cause: unknown) => log.error({ err: cause }, `${lock} wait for their lock`);
  return startLockedWork({ url, clock, lock: workLocks[lock], begin, onFailure });
}
