/** The topics that the gateway writes on and listens to. Pure. */

/** What a topic of a command asks for. */
export type Command =
  | { readonly kind: "read"; readonly channelNo: number }
  | { readonly kind: "publish" };

/** Topics below mega/<gateway id>. */
export interface Topics {
  readonly base: string;
  /** "online" or "offline" of the gateway itself; also its last will. */
  readonly status: string;
  readonly bus: string;
  readonly event: string;
  readonly channelState: (channelNo: number) => string;
  readonly channelStatus: (channelNo: number) => string;
  /** Filters of the commands. */
  readonly commands: readonly string[];
}

/** The topics of a gateway; `gatewayId` is 12 hexadecimal digits. */
export function topicsOf(gatewayId: string): Topics {
  const base = `mega/${gatewayId}`;
  return {
    base,
    status: `${base}/status`,
    bus: `${base}/bus/state`,
    event: `${base}/event`,
    channelState: (channelNo) => `${base}/ch/${channelNo}/state`,
    channelStatus: (channelNo) => `${base}/ch/${channelNo}/status`,
    commands: [`${base}/ch/+/read/set`, `${base}/publish/set`],
  };
}

/** The command of a topic; undefined when it is none. */
export function commandOf({ base }: Topics, topic: string): Command | undefined {
  if (!topic.startsWith(`${base}/`)) return undefined;
  const rest = topic.slice(base.length + 1);
  if (rest === "publish/set") return { kind: "publish" };
  const channel = /^ch\/([1-9]\d{0,2})\/read\/set$/.exec(rest)?.[1];
  const channelNo = Number(channel);
  return channel === undefined || channelNo > 128 ? undefined : { kind: "read", channelNo };
}

/** Where the answer to a command goes unless its sender named a topic: ".../set" → ".../result". */
export function resultTopic(commandTopic: string): string {
  return commandTopic.replace(/set$/, "result");
}

/** Where a description for Home Assistant belongs. */
export function discoveryTopic(prefix: string, deviceId: string): string {
  return `${prefix}/device/${deviceId}/config`;
}
