/**
 * Looking into a draft and changing it by whole parts. A draft is the configuration document itself,
 * never changed in place: parts that were not touched stay the same objects, so that rows which show
 * them need not be drawn again. Pure.
 */

import type { ChannelConfig, GatewayConfig, MeterConfig } from "@mega/contract";
import { channelsOfModel } from "@mega/domain";

/** A channel of the editor: its entry and its meter, where it has them. */
export interface DraftRow {
  readonly channelNo: number;
  readonly channel: ChannelConfig | null;
  readonly meter: MeterConfig | null;
  /** Other channels on the same meter. */
  readonly sharedWith: readonly number[];
}

/** A row for every channel of the model. */
export function rowsOf(draft: GatewayConfig): readonly DraftRow[] {
  const meters = new Map((draft.meters ?? []).map((meter) => [meter.id, meter]));
  const channels = new Map((draft.channels ?? []).map((channel) => [channel.no, channel]));
  const users = new Map<string, number[]>();
  for (const { no, meter } of draft.channels ?? []) {
    if (meter !== undefined) users.set(meter, [...(users.get(meter) ?? []), no]);
  }
  return Array.from({ length: channelsOfModel[draft.gateway.model] }, (_, index) => {
    const channelNo = index + 1;
    const channel = channels.get(channelNo) ?? null;
    const meterId = channel?.meter;
    return {
      channelNo,
      channel,
      meter: meterId === undefined ? null : (meters.get(meterId) ?? null),
      sharedWith: (users.get(meterId ?? "") ?? []).filter((other) => other !== channelNo),
    };
  });
}

/** The entry of a channel. */
export function channelOf(draft: GatewayConfig, channelNo: number): ChannelConfig | undefined {
  return draft.channels?.find((channel) => channel.no === channelNo);
}

/** The meter of a channel. */
export function meterOf(draft: GatewayConfig, channelNo: number): MeterConfig | undefined {
  const meterId = channelOf(draft, channelNo)?.meter;
  return meterId === undefined ? undefined : draft.meters?.find((meter) => meter.id === meterId);
}

/** The draft with another entry for the channel; undefined takes the entry out. */
export function withChannel(
  draft: GatewayConfig,
  channelNo: number,
  entry: ChannelConfig | undefined,
): GatewayConfig {
  const others = (draft.channels ?? []).filter((channel) => channel.no !== channelNo);
  const channels = entry === undefined ? others : [...others, entry];
  return { ...draft, channels: channels.sort((a, b) => a.no - b.no) };
}

/** The draft with another entry for the meter of that id; a new one goes to the end. */
export function withMeter(draft: GatewayConfig, meter: MeterConfig): GatewayConfig {
  const meters = draft.meters ?? [];
  const known = meters.some((other) => other.id === meter.id);
  return {
    ...draft,
    meters: known
      ? meters.map((other) => (other.id === meter.id ? meter : other))
      : [...meters, meter],
  };
}

/** Takes a meter out when no channel shows it any more. */
export function withoutIdleMeter(draft: GatewayConfig, meterId: string): GatewayConfig {
  if (draft.channels?.some((channel) => channel.meter === meterId) === true) return draft;
  return { ...draft, meters: (draft.meters ?? []).filter((meter) => meter.id !== meterId) };
}

/** A group with some keys changed; undefined takes a key out, so that its default holds. */
export function patched<T extends object>(
  group: T,
  changes: { readonly [K in keyof T]?: T[K] | undefined },
): T {
  const entries = Object.entries({ ...group, ...changes });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as T;
}
