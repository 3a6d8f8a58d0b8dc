/**
 * The state of a channel as JSON text. It is written by hand, since its figures are numbers with the
 * exact digits of the index: 9634.860 stays 9634.860, and nothing passes through a float. Pure.
 */

import type { ChannelState } from "@mega/contract";
import { type Decimal, decimalText, toUtcString } from "@mega/domain";
import type { ChannelFacts, CounterFacts } from "../figures/channel-facts.ts";

/** Names of the message itself; a counter of that name gets another one. */
const ownNames: ReadonlySet<string> = new Set([
  "ts",
  "seq",
  "ch",
  "unit",
  "power_w",
  "quality",
  "age_s",
  "serial",
]);

/** A counter that has a reading. */
type ReadCounter = CounterFacts & { readonly running: NonNullable<CounterFacts["running"]> };

/**
 * The message; undefined for a channel that was never read: a missing figure is not 0 and not null,
 * it is not said.
 */
export function stateMessage(
  channel: ChannelFacts,
  powerW: Decimal | undefined,
  nowMs: number,
): string | undefined {
  const read = channel.counters.filter((counter): counter is ReadCounter => !!counter.running);
  const [first] = read;
  if (first === undefined) return undefined;
  // The older one where two counters differ: no figure is older than the message says.
  const takenAtMs = Math.min(...read.map(({ running }) => running.takenAtMs));
  const ageS = Math.max(0, Math.floor((nowMs - takenAtMs) / 1000));
  const fields: [string, string][] = [
    ["ts", text(toUtcString(takenAtMs))],
    ["seq", String(first.seq ?? 0)],
    ["ch", String(channel.channelNo)],
    ["unit", text(first.unit)],
    ...read.flatMap((counter) => counterFields(counter, first.unit)),
    ...(powerW === undefined ? [] : [["power_w", decimalText(powerW)] satisfies [string, string]]),
    ["quality", text(qualityOf(channel.state, read))],
    ["age_s", String(ageS)],
    ...(channel.serialNumber === null
      ? []
      : [["serial", text(channel.serialNumber)] satisfies [string, string]]),
  ];
  return `{${fields.map(([name, value]) => `${text(name)}:${value}`).join(",")}}`;
}

/** The name of a counter in the message and in what describes it. */
export function fieldOf(counterId: string): string {
  return ownNames.has(counterId) ? `${counterId}_counter` : counterId;
}

function counterFields({ counterId, running }: ReadCounter, unit: string): [string, string][] {
  const { index, meterIndex } = running;
  const field = fieldOf(counterId);
  return [
    [field, decimalText(index)],
    [`${field}_raw`, text(decimalText(meterIndex))],
    ...(index.unit === unit
      ? []
      : [[`${field}_unit`, text(index.unit)] satisfies [string, string]]),
  ];
}

/** How far the figure can be trusted: "actual", or why it may be behind. */
function qualityOf(state: ChannelState, counters: readonly CounterFacts[]): string {
  if (state !== "ok") return state;
  return counters.some(({ held }) => held) ? "held" : "actual";
}

function text(value: string): string {
  return JSON.stringify(value);
}
