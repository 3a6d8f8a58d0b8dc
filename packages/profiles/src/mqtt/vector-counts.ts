/** What a list of messages comes to, without any rule about time: for vectors. Pure. */

import type { DecodedCount } from "./decimal-count.ts";
import { combineParts, decodeMessage, type MessagePart, messagesOf } from "./decode-message.ts";
import type { MqttMeter } from "./mqtt-meter.ts";
import type { MqttVector } from "./mqtt-profile.ts";

/** A count, or the reason for none, by counter; the newest of each message counts. */
export function countsOfMessages(
  meter: MqttMeter,
  messages: MqttVector["messages"],
): Readonly<Record<string, DecodedCount>> {
  const parts = new Map<string, MessagePart>();
  for (const { topic, payload } of messages) {
    for (const route of meter.routes.filter((entry) => entry.topic === topic)) {
      const decoded = decodeMessage(meter, route, new TextEncoder().encode(payload));
      for (const counter of meter.counters) {
        const key = `${counter.counterId} ${route.message}`;
        if (!messagesOf(counter).includes(route.message)) continue;
        const part = decoded.kind === "message" ? decoded.parts.get(counter.counterId) : undefined;
        if (part !== undefined) parts.set(key, part);
        if (decoded.kind === "refused") parts.set(key, { kind: "none", detail: decoded.detail });
      }
    }
  }
  const counts = meter.counters.map((counter): [string, DecodedCount] => {
    const found = messagesOf(counter).map((name) => parts.get(`${counter.counterId} ${name}`));
    const silent = { kind: "none", reason: "no-message", detail: "" } as const;
    const known = found.flatMap((part) => part ?? []);
    const isWhole = known.length === found.length;
    return [counter.counterId, isWhole ? combineParts(counter, known) : silent];
  });
  return Object.fromEntries(counts);
}
