/** A channel as people know it. */

import type { PortalGateway } from "@mega/contract";

/** "CH3 Apt 2", as the gateway's configuration names it. */
export function channelText({ glance }: Pick<PortalGateway, "glance">, channelNo: number): string {
  const name = glance?.channels.find((channel) => channel.channelNo === channelNo)?.name ?? "";
  return name === "" ? `CH${channelNo}` : `CH${channelNo} ${name}`;
}
