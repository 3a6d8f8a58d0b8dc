/**
 * One virtual MQTT device on the wire: logs in with its token as user name, says that it is there,
 * publishes, and tries again until a broker takes it. It waits on the injected clock only.
 */

import type { CancelTimer, Clock } from "@mega/domain";
import { connect, type MqttClient } from "mqtt";
import type { FaultyDevice } from "../meters/message-faults.ts";
import type { DeviceMessage } from "../meters/mqtt-device.ts";

const retryDelayMs = 2000;
const connectTimeoutMs = 5000;

/** A device that is running. */
export interface MqttSession {
  stop(): Promise<void>;
}

/** Runs a device against a broker until it is stopped. */
export function runMqttDevice(faulty: FaultyDevice, brokerUrl: string, clock: Clock): MqttSession {
  const { device } = faulty;
  let client: MqttClient | undefined;
  let cancel: CancelTimer = () => undefined;
  let stopped = false;

  function publish(message: DeviceMessage | null): void {
    if (message === null || stopped) return;
    const { topic, payload, retain } = message;
    client?.publish(topic, payload, { qos: 1, retain }, () => undefined);
  }

  function publishReadings(): void {
    for (const { message, afterMs } of faulty.sentAt(clock.nowMs())) {
      if (afterMs === 0) publish(message);
      else clock.setTimer(afterMs, () => publish(message));
    }
    cancel = clock.setTimer(device.everySeconds * 1000, publishReadings);
  }

  function logIn(): void {
    const { offline } = device;
    const opened = connect(brokerUrl, {
      clientId: `${device.mac}-${device.id}`,
      username: device.token,
      reconnectPeriod: 0,
      connectTimeout: connectTimeoutMs,
      ...(offline === null
        ? {}
        : { will: { ...offline, payload: Buffer.from(offline.payload), qos: 1 } }),
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
      publish(faulty.keptAt(clock.nowMs())?.message ?? null);
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
