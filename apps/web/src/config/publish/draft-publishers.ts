/** Changing the list of brokers to publish to in the draft. Pure. */

import type { GatewayConfig, PublisherConfig } from "@mega/contract";
import { patched } from "../draft/document.ts";
import type { Read } from "../draft/rules.ts";

type MqttConfig = NonNullable<GatewayConfig["mqtt"]>;

/** Changes of one entry; undefined takes a key out. */
export type PublisherPatch = {
  readonly [K in keyof PublisherConfig]?: PublisherConfig[K] | undefined;
};

/** Brokers that are not published to yet: undefined is the gateway's own. */
export function freeBrokers({ mqtt = {} }: GatewayConfig): readonly (string | undefined)[] {
  const taken = new Set((mqtt.publish ?? []).map(({ broker }) => broker));
  const own = mqtt.embedded === undefined ? [] : [undefined];
  return [...(mqtt.brokers ?? []).map(({ id }) => id), ...own].filter((id) => !taken.has(id));
}

/** The draft with one broker more to publish to. */
export function withPublisher(before: GatewayConfig, broker: string | undefined): GatewayConfig {
  const entry: PublisherConfig = broker === undefined ? { user: "", password: "" } : { broker };
  return withList(before, [...(before.mqtt?.publish ?? []), entry]);
}

/** The draft with another entry. */
export function changedPublisher(
  before: GatewayConfig,
  index: number,
  patch: PublisherPatch,
): GatewayConfig {
  const list = before.mqtt?.publish ?? [];
  return withList(
    before,
    list.map((entry, at) => (at === index ? patched<PublisherConfig>(entry, patch) : entry)),
  );
}

/** The draft without an entry. */
export function withoutPublisher(before: GatewayConfig, index: number): GatewayConfig {
  return withList(
    before,
    (before.mqtt?.publish ?? []).filter((_, at) => at !== index),
  );
}

function withList(before: GatewayConfig, publish: readonly PublisherConfig[]): GatewayConfig {
  const list = publish.length === 0 ? undefined : [...publish];
  return { ...before, mqtt: patched<MqttConfig>(before.mqtt ?? {}, { publish: list }) };
}

/** Where Home Assistant looks; empty for its usual place. */
export function readPrefix(text: string): Read<string | undefined> {
  const prefix = text.trim();
  if (prefix === "") return { kind: "value", value: undefined };
  const fits = prefix.length <= 63 && /^[a-z0-9_-]+(\/[a-z0-9_-]+)*$/.test(prefix);
  return fits ? { kind: "value", value: prefix } : { kind: "slip", code: "topic" };
}

/** A login name of at most 255 characters; the gateway's own broker needs one. */
export function userReader(needed: boolean) {
  return (text: string): Read<string | undefined> => {
    const user = text.trim();
    if (user === "" && needed) return { kind: "slip", code: "required" };
    if (user.length > 255) return { kind: "slip", code: "text" };
    return { kind: "value", value: user === "" ? undefined : user };
  };
}
