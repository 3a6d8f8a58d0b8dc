/** The public door: the figures of a gateway, as everybody and as a tenant may see them. */

export { channelDetail } from "./channel/channel-detail.ts";
export { exchangeFigures } from "./exchange/exchange-figures.ts";
export { computeMonth } from "./months/compute-month.ts";
export * from "./ports.ts";
export { installedChannel } from "./seen/asked-channel.ts";
export { type SeenChannel, type SeenFigures, wholeFigures } from "./seen/seen-figures.ts";
export { channelSeries } from "./series/asked-series.ts";
export {
  type HoursAsker,
  type HoursRule,
  hoursRule,
  type StayBehind,
} from "./stay/private-hours.ts";
export { begunStays, type Stay } from "./stay/stays.ts";
export { tenantFigures } from "./stay/tenant-figures.ts";
export { channelInput, type Known, reasonOf, shownTenancy } from "./table/channel-inputs.ts";
export { type ChannelCounter, channelCounters, shownSources } from "./table/channel-sources.ts";
export { Counters, ledgerHeadOf, type TablePart } from "./table/counters.ts";
export { nextIndexDueMs } from "./table/due-index.ts";
export { requestedPart } from "./table/requested-part.ts";
export { sourceFinder, sourceOf } from "./table/source-lookup.ts";
export { askedColumns } from "./table/table-part.ts";
