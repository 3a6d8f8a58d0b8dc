/**
 * One virtual MQTT device on the wire: logs in with its token as user name, says that it is there,
 * publishes, and tries again until a broker takes it. It waits on the injected clock only.
 */

import type { CancelTimer, Clock } from "@mega/domain";
import { connect, type MqttClient } from "mqtt";
import type { DeviceMessage, MqttDevice } from "../meters/mqtt-device.ts";

const retryDelayMs = 2000;
const connectTimeoutMs = 5000;

/** A device that is running. */
export interface MqttSession {
  stop(): Promise<void>;
}

/** Runs a device against a broker until it is stopped. */
export function runMqttDevice(device: MqttDevice, brokerUrl: string, clock: Clock): MqttSession {
  let client: MqttClient | undefined;
  let cancel: CancelTimer = () => undefined;
  let stopped = false;

  function publish(message: DeviceMessage): void {
    const { topic, payload, retain } = message;
    client?.publish(topic, payload, { qos: 1, retain }, () => undefined);
  }

  function publishReadings(): void {
    publish(device.readingAt(clock.nowMs()));
    cancel = clock.setTimer(device.everySeconds * 1000, publishReadings);
  }

  function logIn(): void {
    const opened = connect(brokerUrl, {
      clientId: `${device.mac}-${device.id}`,
      username: device.token,
      reconnectPeriod: 0,
      connectTimeout: connectTimeoutMs,
      will: { ...device.offline, payload: Buffer.from(device.offline.payload), qos: 1 },
    });
    client = opened;
    let over = false;
    const retry = () => {
      if (over) return;
      over = true;
      cancel();
      opened.end(true);
      if (!stopped) cancel = clock.setTimer(retryDelayMs, logIn);
    };
    opened.on("connect", () => {
      publish(device.online);
      publishReadings();
    });
    opened.on("error", retry);
    opened.on("close", retry);
  }

  logIn();
  return {
    async stop() {
      stopped = true;
      cancel();
      await client?.endAsync(true);
    },
  };
}
