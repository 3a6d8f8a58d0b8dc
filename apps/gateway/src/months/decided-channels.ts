/**
 * Whose months may say something else after a commit: the channels that show a source about which
 * something was decided, and those whose bindings or periods changed. Found by comparing what stood
 * before with what stands after, so that nothing has to be told beside the entries. Pure.
 */

import type { ChannelNo, SourceNo } from "@mega/domain";
import type { LedgerView } from "@mega/ledger";

/** The channels whose months have to be looked at again. */
export function decidedChannels(before: LedgerView, after: LedgerView): ReadonlySet<ChannelNo> {
  const channels = new Set(movedChannels(before, after));
  const sources = decidedSources(before, after);
  for (const channelNo of channelsShowing(after, sources)) channels.add(channelNo);
  return channels;
}

/** The channels that ever showed one of the sources. */
export function channelsShowing(
  { bindings }: Pick<LedgerView, "bindings">,
  sources: ReadonlySet<SourceNo>,
): ReadonlySet<ChannelNo> {
  if (sources.size === 0) return new Set();
  const shows = (sourceNo: SourceNo | null) => sourceNo !== null && sources.has(sourceNo);
  const found = [...bindings].filter(([, bound]) =>
    bound.some(({ counter1, counter2 }) => shows(counter1) || shows(counter2)),
  );
  return new Set(found.map(([channelNo]) => channelNo));
}

/** The channels whose bindings or periods changed. */
export function movedChannels(before: LedgerView, after: LedgerView): ReadonlySet<ChannelNo> {
  return new Set<ChannelNo>([
    ...changedKeys(before.bindings, after.bindings),
    ...changedKeys(before.tenancies, after.tenancies),
  ]);
}

function decidedSources(before: LedgerView, after: LedgerView): ReadonlySet<SourceNo> {
  const sources = new Set<SourceNo>();
  if (before.quarantines !== after.quarantines) {
    for (const [key, { sourceNo }] of before.quarantines) {
      if (!after.quarantines.has(key)) sources.add(sourceNo);
    }
  }
  for (const { oldSourceNo, newSourceNo } of after.exchanges.slice(before.exchanges.length)) {
    sources.add(oldSourceNo).add(newSourceNo);
  }
  for (const { sourceNo } of after.rollovers.slice(before.rollovers.length)) sources.add(sourceNo);
  if (before.recordedIndexes !== after.recordedIndexes) {
    const [known, stand] = [new Set(before.recordedIndexes), new Set(after.recordedIndexes)];
    for (const index of stand) if (!known.has(index)) sources.add(index.sourceNo);
    for (const index of known) if (!stand.has(index)) sources.add(index.sourceNo);
  }
  return sources;
}

function changedKeys<Key, Value>(
  before: ReadonlyMap<Key, Value>,
  after: ReadonlyMap<Key, Value>,
): readonly Key[] {
  if (before === after) return [];
  return [...after].filter(([key, value]) => before.get(key) !== value).map(([key]) => key);
}
