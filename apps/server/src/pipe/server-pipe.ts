/**
 * The server's side of the pipe: hears batches and has them answered. With NATS every process that takes
 * batches in hears its share; with MQTT the one that holds a lock of the database hears all.
 */

import { pipeTopic } from "@mega/uplink";
import type { ServerContext } from "../context.ts";
import { startLockedWork, workLocks } from "../database/locked-work.ts";
import { BatchListener } from "./batch-listener.ts";
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
  const endListening = await listening(options, broker);
  return async () => {
    await endListening();
    await broker.stop();
  };
}

/** A client of brokers is loaded where one is named. */
async function brokerOf({ kind }: PipeAddress) {
  if (kind === "nats") return (await import("./nats-broker.ts")).natsBroker;
  return (await import("./mqtt-broker.ts")).mqttBroker;
}

/** Batches to this process: its share of them, or all while it holds the lock. */
async function listening(
  { context, url, address }: PipeOptions,
  broker: PipeBroker,
): Promise<() => Promise<void>> {
  const { clock, log } = context;
  const begin = async () => {
    const listener = new BatchListener(context, broker);
    const end = broker.listen(pipeTopic("+", "batch"), (at, bytes) => listener.hear(at, bytes));
    return async () => {
      end();
      await listener.stop();
    };
  };
  if (address.kind === "nats") return begin();
  const onFailure = (cause: unknown) => log.error({ err: cause }, "the pipe waits for its lock");
  return startLockedWork({ url, clock, lock: workLocks.pipe, begin, onFailure });
}
