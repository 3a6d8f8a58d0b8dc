/** Payloads, topics and flags of MQTT devices, every profile, through the gateway's mailbox. */

import type { MeterReading } from "../../../apps/gateway/src/acquisition/meter-reading.ts";
import type { Delivery } from "../../../apps/gateway/src/acquisition/mqtt/delivery.ts";
import type { MailboxMeter } from "../../../apps/gateway/src/acquisition/mqtt/mailbox.ts";
import { Mailbox } from "../../../apps/gateway/src/acquisition/mqtt/mailbox.ts";
import { loadMqttProfiles } from "../../../packages/profiles/src/mqtt/load-mqtt.ts";
import type { FuzzTarget, Verdict } from "../run/fuzz-target.ts";
import { accepted, broken, refused } from "../run/fuzz-target.ts";
import type { DeviceKind, SentMessage } from "./mqtt/draw-messages.ts";
import { deviceKinds, drawMessages } from "./mqtt/draw-messages.ts";
import { isBorneOut } from "./mqtt/own-mailbox.ts";

const maxAgeMs = 3_600_000;
const meterId = "m";

interface MailboxLike {
  deliver(delivery: Delivery): unknown;
  takeForRound(meterId: string, options: { nowMs: number; maxAgeMs: number }): MeterReading;
}

export const mqttTarget: FuzzTarget = mqttTargetOf((meters) => new Mailbox(meters));

/** The target over another mailbox, to see the oracle at work. */
export function mqttTargetOf(
  makeMailbox: (meters: readonly MailboxMeter[]) => MailboxLike,
): FuzzTarget {
  return {
    batchCases: 50_000,
    prepare: () => {
      const profiles = [...loadMqttProfiles().values()].map(({ profile }) => profile);
      const kinds = deviceKinds(profiles);
      return {
        draw: (random) => {
          const kind = random.pickOf(kinds);
          if (kind === undefined) throw new Error("There is no profile.");
          const messages = drawMessages(random, kind);
          const lastMs = messages[messages.length - 1]?.receivedAtMs ?? 0;
          const nowMs = lastMs + random.pick([0, 1000, 60_000, maxAgeMs, maxAgeMs + 1, -10_000]);
          return {
            show: () => messagesText(kind, messages, nowMs),
            judge: () => judgeMessages(kind, messages, nowMs, makeMailbox),
          };
        },
      };
    },
  };
}

function judgeMessages(
  kind: DeviceKind,
  messages: readonly SentMessage[],
  nowMs: number,
  makeMailbox: (meters: readonly MailboxMeter[]) => MailboxLike,
): Verdict {
  const mailbox = makeMailbox([{ meterId, connectionId: "c", meter: kind.meter }]);
  for (const message of messages) mailbox.deliver({ connectionId: "c", ...message });
  const { counters } = mailbox.takeForRound(meterId, { nowMs, maxAgeMs });
  let counted = 0;
  for (const { counterId, observed, takenAtMs } of counters) {
    if (observed.kind !== "count") continue;
    counted++;
    const counter = kind.meter.counters.find((one) => one.counterId === counterId);
    const isWhole = Number.isSafeInteger(observed.count) && observed.count >= 0;
    const found = { count: observed.count, takenAtMs };
    if (
      isWhole &&
      counter !== undefined &&
      isBorneOut(kind.meter, counter, found, {
        messages,
        nowMs,
        maxAgeMs,
      })
    ) {
      continue;
    }
    return broken("invented", `${counterId} is ${observed.count}, and no message says so.`);
  }
  return counted > 0 ? accepted : refused;
}

function messagesText(kind: DeviceKind, messages: readonly SentMessage[], nowMs: number): string {
  return JSON.stringify({
    profile: kind.meter.profileId,
    nowMs,
    messages: messages.map((one) => ({
      ...one,
      payload: Buffer.from(one.payload).toString("latin1"),
    })),
  });
}
