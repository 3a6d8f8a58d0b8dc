/**
 * Channels for meters that a scan found: each goes to a free channel, at its address. What kind it is
 * stays to be chosen, because a guessed kind would read wrong figures from the right meter. Pure.
 */

import type { GatewayConfig, MeterConfig } from "@mega/contract";
import { rowsOf, withChannel, withMeter } from "./document.ts";
import type { EditGround } from "./edit-row.ts";
import { meterIdFor } from "./meter-id.ts";

/** A meter whose kind nobody has chosen yet. */
export const KIND_OPEN = "";

/** What became of the addresses. */
export interface Placed {
  readonly draft: GatewayConfig;
  /** Channels that were made, or that had the meter already, in the order of the addresses. */
  readonly channelNos: readonly number[];
  /** Addresses for which no channel was free. */
  readonly left: readonly number[];
}

/** Puts meters at these addresses of the bus on free channels. */
export function placeFound(
  draft: GatewayConfig,
  bus: string,
  addresses: readonly number[],
  ground: EditGround,
): Placed {
  const channelNos: number[] = [];
  const left: number[] = [];
  let next = draft;
  for (const address of addresses) {
    const rows = rowsOf(next);
    const known = rows.find(({ meter }) => meter?.bus === bus && meter.address === address);
    const free = known ?? rows.find(({ channel }) => channel === null);
    if (free === undefined) {
      left.push(address);
      continue;
    }
    channelNos.push(free.channelNo);
    if (known === undefined) next = withFound(next, free.channelNo, { bus, address }, ground);
  }
  return { draft: next, channelNos, left };
}

function withFound(
  draft: GatewayConfig,
  channelNo: number,
  place: Required<Pick<MeterConfig, "bus" | "address">>,
  ground: EditGround,
): GatewayConfig {
  const name = `CH ${channelNo}`;
  const meters = [...(draft.meters ?? []), ...(ground.saved.meters ?? [])];
  const id = meterIdFor(name, ground.day, new Set(meters.map((meter) => meter.id)));
  const placed = withMeter(draft, { id, profile: KIND_OPEN, ...place });
  return withChannel(placed, channelNo, { no: channelNo, name, meter: id });
}

/** Addresses as a link writes them, "3,7,12": whole numbers from 1 to 247, each once. */
export function addressesIn(text: string): readonly number[] {
  const numbers = text
    .split(",")
    .filter((part) => /^\d{1,3}$/.test(part))
    .map(Number);
  return [...new Set(numbers)].filter((address) => address >= 1 && address <= 247);
}
