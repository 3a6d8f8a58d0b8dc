/** The pipe over a broker of MQTT. It cannot share messages among listeners: one process hears them. */

import { connect, type MqttClient } from "mqtt";
import type { PipeAddress } from "./pipe-address.ts";
import type { BrokerTelling, PipeBroker, PipeListener } from "./pipe-broker.ts";

const RECONNECT_MS = 2000;
const CONNECT_MS_MAX = 10_000;
const KEEP_ALIVE_S = 30;

/** Connects, now or when the broker is there. */
export function mqttBroker(address: PipeAddress, { onState }: BrokerTelling): PipeBroker {
  const { hosts, isEncrypted, user, password } = address;
  const client: MqttClient = connect(`${isEncrypted ? "mqtts" : "mqtt"}://${hosts[0]}`, {
    ...(user === undefined ? {} : { username: user }),
    ...(password === undefined ? {} : { password }),
    clean: true,
    protocolVersion: 4,
    reconnectPeriod: RECONNECT_MS,
    connectTimeout: CONNECT_MS_MAX,
    keepalive: KEEP_ALIVE_S,
    resubscribe: true,
    queueQoSZero: false,
  });
  const listeners = new Set<{ readonly form: RegExp; readonly listener: PipeListener }>();
  let fault = "the connection has ended";
  client.on("connect", () => onState("up", ""));
  client.on("error", (error) => {
    fault = error.message;
  });
  client.on("close", () => onState("away", fault));
  client.on("message", (topic, payload) => {
    for (const { form, listener } of listeners) if (form.test(topic)) listener(topic, payload);
  });
  return {
    publish: (topic, bytes) => {
      if (client.connected) client.publish(topic, Buffer.from(bytes), { qos: 0 });
    },
    listen: (topic, listener) => {
      const one = { form: new RegExp(`^${topic.replace("+", "[^/]+")}$`), listener };
      listeners.add(one);
      client.subscribe(topic, { qos: 0 });
      return () => {
        listeners.delete(one);
        if (!client.disconnecting) client.unsubscribe(topic);
      };
    },
    stop: async () => {
      await client.endAsync(true);
    },
  };
}
