/**
 * The pipe over the nodes of a NATS cluster, whose MQTT ports the gateways use: a topic of theirs is a
 * subject here, with dots for slashes. Core NATS without JetStream: it hands each message to one of those
 * that share a queue, and keeps nothing.
 */

import { connect, type NatsConnection, type Subscription } from "@nats-io/transport-node";
import type { PipeAddress } from "./pipe-address.ts";
import type { BrokerTelling, PipeBroker, PipeListener } from "./pipe-broker.ts";

const RECONNECT_MS = 1000;
const PING_MS = 10_000;
const QUEUE = "ingest";

interface Listening {
  readonly subject: string;
  readonly listener: PipeListener;
  subscription: Subscription | undefined;
}

/** Connects, now or when a node is there. */
export function natsBroker(address: PipeAddress, { onState }: BrokerTelling): PipeBroker {
  const { hosts, isEncrypted, user, password } = address;
  const listening = new Set<Listening>();
  let connection: NatsConnection | undefined;
  let stopped = false;
  const connecting = connect({
    servers: [...hosts],
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { pass: password }),
    ...(isEncrypted ? { tls: {} } : {}),
    name: "mega server",
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RECONNECT_MS,
    pingInterval: PING_MS,
  });
  const opened = connecting.then(
    (made) => {
      if (stopped) return made.close();
      connection = made;
      onState("up", "");
      for (const one of listening) subscribe(made, one);
      void watch(made, onState);
    },
    (cause: unknown) => onState("away", cause instanceof Error ? cause.message : String(cause)),
  );
  return {
    publish: (topic, bytes) => {
      if (connection !== undefined && !connection.isClosed()) {
        connection.publish(subjectOf(topic), bytes);
      }
    },
    listen: (topic, listener) => {
      const one: Listening = { subject: subjectOf(topic), listener, subscription: undefined };
      listening.add(one);
      if (connection !== undefined) subscribe(connection, one);
      return () => {
        listening.delete(one);
        one.subscription?.unsubscribe();
      };
    },
    stop: async () => {
      stopped = true;
      if (connection === undefined) return;
      await opened;
      await connection.close();
    },
  };
}

function subscribe(connection: NatsConnection, one: Listening): void {
  const { subject, listener } = one;
  one.subscription = connection.subscribe(subject, {
    queue: QUEUE,
    callback: (error, message) => {
      if (error === null) listener(message.subject.replaceAll(".", "/"), message.data);
    },
  });
}

async function watch(connection: NatsConnection, onState: BrokerTelling["onState"]): Promise<void> {
  for await (const { type } of connection.status()) {
    if (type === "disconnect") onState("away", "a node has ended");
    if (type === "reconnect") onState("up", "");
  }
}

/** "mega/+/up" → "mega.*.up". */
function subjectOf(topic: string): string {
  return topic.replaceAll("/", ".").replaceAll("+", "*");
}
