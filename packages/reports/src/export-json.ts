/** The COUNTERS table as a JSON file for programs, version 1. */

import {
  type ChannelRow,
  type CounterCell,
  type CountersTable,
  EXPORT_V1_SCHEMA_ID,
  type ExportV1,
  exportUnits,
} from "@mega/contract";
import { figureStatus } from "./figure-status.ts";

type ExportChannel = ExportV1["channels"][number];
type ExportMonth = ExportChannel["counters"][number]["months"][number];

/** The content of the file. */
export function exportJson(table: CountersTable): ExportV1 {
  const { gateway } = table;
  const provisional = new Set(
    table.months.filter((month) => month.provisional).map(({ month }) => month),
  );
  return {
    $schema: EXPORT_V1_SCHEMA_ID,
    generated: table.generatedAt,
    timezone: table.timeZone,
    gateway: {
      model: gateway.model,
      mac: gateway.mac,
      version: gateway.version,
      demo: gateway.demo,
    },
    location: gateway.location,
    clock: table.clock.state,
    head: table.head,
    periods: table.months.map(({ month }) => month),
    channels: table.rows.map((row) => exportChannel(row, provisional)),
  };
}

function exportChannel(row: ChannelRow, provisional: ReadonlySet<string>): ExportChannel {
  const { meter } = row;
  return {
    channel: row.channelNo,
    name: row.name,
    unitKind: row.unitKind,
    medium: row.medium,
    meter:
      meter === null ? null : { id: meter.meterId, model: meter.model, serial: meter.serialNumber },
    state: row.state,
    logTime: row.logTime,
    firstInit: row.firstInit,
    counters: row.counters.map((counter) => ({
      counter: counter.counterNo,
      id: counter.counterId,
      unit: exportUnits[counter.unit],
      latest: counter.latest,
      months: counter.cells.map((cell) => exportMonth(cell, provisional.has(cell.month))),
    })),
  };
}

function exportMonth(cell: CounterCell, provisional: boolean): ExportMonth {
  const status = figureStatus(cell, provisional);
  return {
    period: cell.month,
    index: cell.index,
    diff: cell.consumption,
    // A month with a reading in the quarantine is not settled; its marks say why.
    status: status === "quarantined" ? "provisional" : status,
    indexMark: cell.indexMark,
    closed: cell.closed,
    revision: cell.revision,
  };
}
