/**
 * The table of all meters for docs/reference/profiles.md, written by tools/table.ts; the test
 * compares the document with the profiles.
 */

import type { ManualProfile } from "../manual/manual-profile.ts";
import type { MqttProfile } from "../mqtt/mqtt-profile.ts";
import type { P1Profile } from "../p1/p1-profile.ts";
import type { MeterProfile, ModbusProfile, ProfileStatus } from "../profile.ts";

const begin = "<!-- meters: written by packages/profiles/tools/table.ts -->";
const end = "<!-- end of meters -->";

const statusWords: Readonly<Record<ProfileStatus, string>> = {
  "verified-by-vendor-and-code": "maker's document and running code agree",
  "two-sources": "two independent sources agree",
  "one-source": "one source: to be checked against the display",
  generic: "pattern: to be adapted and checked against the display",
};

/** The tables of the meters on a bus, behind a P1 port, over MQTT and without a bus, as Markdown. */
export function meterTables(profiles: readonly MeterProfile[]): string {
  const byId = profiles.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const modbus = byId.flatMap((profile) => (profile.kind === "modbus" ? [modbusRow(profile)] : []));
  const p1 = byId.flatMap((profile) => (profile.kind === "p1" ? [p1Row(profile)] : []));
  const mqtt = byId.flatMap((profile) => (profile.kind === "mqtt" ? [mqttRow(profile)] : []));
  const manual = byId.flatMap((profile) => (profile.kind === "manual" ? [manualRow(profile)] : []));
  const head = ["Profile", "Meter", "Medium", "Counters", "Status", "Source"];
  return [
    `### Modbus (${modbus.length})\n\n${table([...head, "Line from the factory"], modbus)}`,
    `### P1 port (${p1.length})\n\n${table(head, p1)}`,
    `### MQTT (${mqtt.length})\n\n${table(head, mqtt)}`,
    `### Without a bus (${manual.length})\n\n${table(head, manual)}`,
  ].join("\n");
}

/** A document with the tables between its marks; throws when it has no marks. */
export function withMeterTables(document: string, tables: string): string {
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The document needs ${begin} and ${end}`);
  return `${document.slice(0, from)}${begin}\n\n${tables}\n${document.slice(to)}`;
}

function modbusRow(profile: ModbusProfile): readonly string[] {
  const { baud, format, transports } = profile.bus;
  const { document, page } = profile.source;
  const counters = Object.entries(profile.counters).map(([id, { unit, unitChoices = [] }]) => {
    const units = [unit, ...unitChoices.map((choice) => choice.unit)];
    return `${id} (${units.join(", ")})`;
  });
  return [
    ...common(profile, profile.medium, counters),
    statusWords[profile.status],
    `${document}: ${page}`,
    [
      ...(transports.includes("rtu") ? [`${baud} ${format}`] : []),
      ...(transports.includes("tcp") ? ["TCP"] : []),
    ].join(", "),
  ];
}

function p1Row(profile: P1Profile): readonly string[] {
  const counters = Object.entries(profile.counters).map(([id, { unit }]) => `${id} (${unit})`);
  return [...common(profile, profile.medium, counters), ...documented(profile)];
}

function mqttRow(profile: MqttProfile): readonly string[] {
  const counters = Object.entries(profile.counters).map(([id, { unit }]) =>
    id === "configured"
      ? "one, as configured"
      : `${id} (${typeof unit === "object" ? unit.allowed.join(", ") : unit})`,
  );
  return [...common(profile, profile.medium ?? "as configured", counters), ...documented(profile)];
}

function manualRow(profile: ManualProfile): readonly string[] {
  const counters = Object.entries(profile.counters).map(
    ([id, { units }]) => `${id} (${Object.keys(units).join(", ")})`,
  );
  return [...common(profile, profile.medium, counters), ...documented(profile)];
}

function common(
  { id, brand, model }: MeterProfile,
  medium: string,
  counters: readonly string[],
): readonly string[] {
  return [`\`${id}\``, `${brand} ${model}`, medium, counters.join("; ")];
}

/** Other profiles follow the standard or the device's documentation. */
function documented({ source }: P1Profile | MqttProfile | ManualProfile): readonly string[] {
  return ["as documented", `${source.document}: ${source.section}`];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return `${[line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n")}\n`;
}
