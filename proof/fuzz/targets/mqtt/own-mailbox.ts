/**
 * Which messages may count, by rules of our own: never a retained one, never one that is too old by
 * its receipt or by the device's time, never the first after the device came online.
 */

import type {
  MqttMeter,
  MqttMeterCounter,
  MqttRoute,
} from "../../../../packages/profiles/src/mqtt/mqtt-meter.ts";
import type { SentMessage } from "./draw-messages.ts";
import { ownJson, ownPart, ownSecondsMs, ownSteps, ownValue } from "./own-count.ts";

export interface Heard {
  readonly messages: readonly SentMessage[];
  readonly nowMs: number;
  readonly maxAgeMs: number;
}

const payloadBytesMax = 4096;
const settlingMs = 30_000;
const stepBackMs = 5000;
const clockAheadMs = 300_000;

type Part = NonNullable<ReturnType<typeof ownPart>>;

/** Whether messages that may count add up to the count, and no later than it says. */
export function isBorneOut(
  meter: MqttMeter,
  counter: MqttMeterCounter,
  { count, takenAtMs }: { readonly count: number; readonly takenAtMs: number },
  heard: Heard,
): boolean {
  if (takenAtMs > heard.nowMs) return false;
  const names = [...new Set(counter.terms.map(({ message }) => message))];
  let sums: readonly (readonly Part[])[] = [[]];
  for (const name of names) {
    const routes = meter.routes.filter(({ message }) => message === name);
    const parts = heard.messages.flatMap((message) =>
      partsOf(meter, counter, routes, message, heard),
    );
    sums = sums.flatMap((sum) => parts.map((part) => [...sum, part]));
  }
  return sums.some((sum) => ownSteps(sum, counter.decimals) === BigInt(count));
}

function partsOf(
  meter: MqttMeter,
  counter: MqttMeterCounter,
  routes: readonly MqttRoute[],
  message: SentMessage,
  heard: Heard,
): readonly Part[] {
  const { payload, retained, topic } = message;
  if (retained || payload.length > payloadBytesMax || isSettling(meter, message, heard)) return [];
  return routes.flatMap((route) => {
    if (route.topic !== topic) return [];
    const root = ownJson(payload);
    if (root === undefined || isTooOld(route, root, message, heard)) return [];
    const part = ownPart(counter, route, root);
    return part === undefined ? [] : [part];
  });
}

function isTooOld(
  { deviceTime }: MqttRoute,
  root: unknown,
  { receivedAtMs }: SentMessage,
  { nowMs, maxAgeMs }: Heard,
): boolean {
  const said = deviceTime === null ? undefined : ownValue(root, deviceTime.pointer);
  const saidMs = deviceTime?.form === "epochSeconds" ? ownSecondsMs(said) : ownTimeMs(said);
  const isBelieved = saidMs >= Date.UTC(2020, 0) && saidMs <= receivedAtMs + clockAheadMs;
  const takenMs = isBelieved ? Math.min(saidMs, receivedAtMs) : receivedAtMs;
  return nowMs - takenMs > maxAgeMs || takenMs - nowMs > stepBackMs;
}

function ownTimeMs(said: unknown): number {
  return typeof said === "string" && /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/i.test(said)
    ? Date.parse(said)
    : Number.NaN;
}

/** Whether the device came online just before and this is the first message of its topic since. */
function isSettling(meter: MqttMeter, message: SentMessage, { messages }: Heard): boolean {
  const index = messages.indexOf(message);
  const before = messages.slice(0, index);
  const { presence } = meter;
  const onlineAt = before.findLastIndex(
    ({ topic, payload, retained }) =>
      topic === presence?.topic && !retained && Buffer.from(payload).toString() === presence.online,
  );
  const online = before[onlineAt];
  if (online === undefined || message.receivedAtMs - online.receivedAtMs >= settlingMs)
    return false;
  return !before.slice(onlineAt + 1).some(({ topic }) => topic === message.topic);
}
