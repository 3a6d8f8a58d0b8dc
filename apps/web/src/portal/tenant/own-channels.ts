/** A person's stays by channel: what is shown together, in the order in which it is looked for. Pure. */

import type { Me } from "@mega/contract";

type Stay = Me["stays"][number];

/** A channel with every stay of the person behind it, the newest first. */
export interface OwnChannel {
  readonly gatewayId: number;
  readonly channelNo: number;
  readonly building: string;
  readonly stays: readonly Stay[];
  readonly state: "running" | "to-come" | "over";
}

const order = { running: 0, "to-come": 1, over: 2 } as const;

/** The channels: those of today first, then those that are over, the one that ended last first. */
export function ownChannels(stays: readonly Stay[], nowMs: number): readonly OwnChannel[] {
  const groups = Map.groupBy(stays, ({ gatewayId, channelNo }) => `${gatewayId} ${channelNo}`);
  return [...groups.values()].flatMap((group) => channelOf(group, nowMs)).sort(byUse);
}

function channelOf(group: readonly Stay[], nowMs: number): readonly OwnChannel[] {
  const own = group.toSorted((a, b) => Date.parse(b.from) - Date.parse(a.from));
  const [newest] = own;
  if (newest === undefined) return [];
  const { gatewayId, channelNo, building } = newest;
  return [{ gatewayId, channelNo, building, stays: own, state: stateOf(own, nowMs) }];
}

function stateOf(stays: readonly Stay[], nowMs: number): OwnChannel["state"] {
  const begun = stays.filter(({ from }) => Date.parse(from) <= nowMs);
  if (begun.length === 0) return "to-come";
  return begun.some(({ to }) => to === null || Date.parse(to) > nowMs) ? "running" : "over";
}

function byUse(a: OwnChannel, b: OwnChannel): number {
  if (a.state !== b.state) return order[a.state] - order[b.state];
  if (a.state === "over") return endOf(b) - endOf(a);
  return (
    a.building.localeCompare(b.building) || a.gatewayId - b.gatewayId || a.channelNo - b.channelNo
  );
}

function endOf({ stays }: OwnChannel): number {
  return Date.parse(stays[0]?.to ?? "") || 0;
}
