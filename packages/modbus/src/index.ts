/** The public door of the Modbus package: codecs, the master and the slave engine. */

export * from "./frame/crc.ts";
export * from "./frame/mbap.ts";
export * from "./frame/rtu.ts";
export type * from "./master/bus-clock.ts";
export type { FrameTrace, LineCounters } from "./master/bus-line.ts";
export type { BusMaster, BusMasterOptions, TransactOptions } from "./master/bus-master.ts";
export { createBusMaster } from "./master/bus-master.ts";
export type * from "./master/bus-statistics.ts";
export type { DeviceStatistics, HealthState } from "./master/device-health.ts";
export type { Identification } from "./master/identify.ts";
export { holeWordsMax, lineTiming } from "./master/line-timing.ts";
export type { LinkState } from "./master/link-keeper.ts";
export type { FailureKind, PollOutcome, PollTiming } from "./master/outcome.ts";
export type { ReadBlock, ReadLimits, WordRange } from "./master/planner.ts";
export { planReads } from "./master/planner.ts";
export type { RangeOutcome } from "./master/read-words.ts";
export type { Priority } from "./master/scheduler.ts";
export type { BusSettings, DeviceSettings, Transport } from "./master/settings.ts";
export { BusSettingsError, busSettings, defaultBusSettings } from "./master/settings.ts";
export { turnaroundBoundsMs } from "./master/turnaround-histogram.ts";
export * from "./pdu/function-code.ts";
export * from "./pdu/request.ts";
export * from "./pdu/response.ts";
