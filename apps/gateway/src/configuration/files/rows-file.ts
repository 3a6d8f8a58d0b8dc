/** Channels with their meters as rows for a spreadsheet: one line for each channel that is set up. */

import type {
  ChannelConfig,
  CsvDialect,
  GatewayConfig,
  Language,
  MeterConfig,
} from "@mega/contract";
import { dictionaries } from "@mega/locale";
import { csvFile, dialects } from "@mega/reports";
import { type RowColumn, rowColumns } from "./columns.ts";

/** How the rows are written. */
export interface RowsOptions {
  readonly dialect: CsvDialect;
  readonly language: Language;
}

/** The text of the file. Tokens are left out; their column stands empty. */
export function rowsFile(config: GatewayConfig, { dialect, language }: RowsOptions): string {
  const rules = dialects[dialect];
  const words = dictionaries[language].channelRows;
  const meters = new Map((config.meters ?? []).map((meter) => [meter.id, meter]));
  const heads = rowColumns.map((column) => (rules.words === "stable" ? column : words[column]));
  const rows = [...(config.channels ?? [])]
    .sort((one, other) => one.no - other.no)
    .map((channel) => rowOf(channel, meters.get(channel.meter ?? "")));
  const cells = [heads, ...rows].map((row) =>
    row.map((cell) => ({ kind: "text", text: guarded(cell) }) as const),
  );
  return csvFile(cells, rules, "UTC");
}

/**
 * An apostrophe before a sign that begins a formula is a guard and is taken off again by the reader;
 * one that belongs to the text gets another before it.
 */
function guarded(text: string): string {
  return /^'+[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}

function rowOf(channel: ChannelConfig, meter: MeterConfig | undefined): readonly string[] {
  const { mqtt } = meter ?? {};
  const cells: Readonly<Record<RowColumn, string | number | undefined>> = {
    channel: channel.no,
    // The leaflet writes 0 where a meter has no address of its own.
    address: meter === undefined ? undefined : (meter.address ?? 0),
    profile: meter?.profile,
    unit: channel.unit,
    name: channel.name,
    errorMail: channel.errorMail === true ? "x" : undefined,
    login: channel.login,
    address1: channel.address1,
    address2: channel.address2,
    bus: meter?.bus ?? meter?.p1Port,
    mac: mqtt?.mac,
    deviceChannel: mqtt?.deviceChannel,
    token: undefined,
    serialNumber: meter?.serialNumber,
    broker: mqtt?.broker,
    topic: mqtt?.topic,
    equipmentId: meter?.equipmentId,
    meter: meter?.id,
    counter1: channel.counter1,
    counter2: channel.counter2,
  };
  return rowColumns.map((column) => String(cells[column] ?? ""));
}
