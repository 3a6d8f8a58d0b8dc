/**
 * Which channel bills which meter: one each in the order of the meters, and where the gateway has a
 * channel left, a second one on a meter that is exchanged, such as a trip counter of its own.
 */

import type { Scenario } from "@mega/simulator";

const models = [16, 32, 64, 128] as const;

/** The smallest gateway that has a channel for each meter. @throws RangeError beyond 128. */
export function modelOf({ meters }: Scenario): (typeof models)[number] {
  const model = models.find((channels) => channels >= meters.length);
  if (model === undefined) {
    throw new RangeError(`A gateway has 128 channels; the building: ${meters.length}.`);
  }
  return model;
}

/** The meter of each channel, channel 1 first. */
export function channelMeters(scenario: Scenario): readonly string[] {
  const { meters } = scenario;
  const shared = meters.find(({ exchanges }) => exchanges.length > 0) ?? meters[0];
  const isFull = meters.length >= modelOf(scenario);
  const second = isFull || shared === undefined ? [] : [shared.id];
  return [...meters.map(({ id }) => id), ...second];
}
