/**
 * What the print for the cabinet says, from the running installation and the COUNTERS table. Fields
 * are named one by one: a password or token has no way into it. Pure.
 */

import type { ChannelRow, CountersTable, NetworkState } from "@mega/contract";
import { parseInstant } from "@mega/domain";
import type { Installation } from "@mega/installation";
import {
  type Dictionary,
  dictionaries,
  formatDateTime,
  formatQuantity,
  type Language,
} from "@mega/locale";
import type { CabinetSheet, SheetChannel, SheetLine } from "@mega/reports";
import { linkText } from "../bus-watch/link-text.ts";

/** What is gathered for the print. */
export interface SheetParts {
  readonly installation: Installation;
  /** All channels. */
  readonly table: CountersTable;
  readonly network: NetworkState;
  readonly revision: number;
  /** Address of the pages; null where the machine has none. */
  readonly url: string | null;
  /** Made just before; null on every other print. */
  readonly restoreToken: string | null;
}

/** The print in the words of a language. */
export function cabinetSheet(parts: SheetParts, language: Language): CabinetSheet {
  const { installation, table, revision, url, restoreToken } = parts;
  const words = dictionaries[language];
  const { gateway, generatedAt, timeZone } = table;
  return {
    location: installation.location,
    model: gateway.model,
    mac: gateway.mac,
    version: gateway.version,
    revision,
    madeAtMs: parseInstant(generatedAt) ?? 0,
    madeAt: `${formatDateTime(generatedAt, timeZone, language)} (${timeZone})`,
    demo: gateway.demo,
    network: networkTexts(parts.network),
    url,
    lines: linesOf(installation),
    brokers: brokerTexts(installation, words),
    mail: mailTexts(installation, words),
    restoreToken,
    channels: table.rows
      .filter(({ used }) => used)
      .map((row) => channelOf(row, parts, words, language)),
  };
}

function networkTexts({ interfaces }: NetworkState): readonly string[] {
  return interfaces.map(({ name, address, prefix, gateway, dns, mac, mode, ssid }) =>
    [
      name,
      address === null
        ? "—"
        : `${address}${prefix === null ? "" : `/${prefix}`}${mode === "dhcp" ? " DHCP" : ""}`,
      ...(gateway === null ? [] : [`GW ${gateway}`]),
      ...(dns.length === 0 ? [] : [`DNS ${dns.join(", ")}`]),
      ...(ssid === null ? [] : [`SSID ${ssid}`]),
      ...(mac === null ? [] : [`MAC ${mac}`]),
    ].join(" · "),
  );
}

function linesOf({ buses, p1Ports, meters }: Installation): readonly SheetLine[] {
  return [
    ...buses.map((bus) => ({
      name: bus.id,
      place: `${bus.link.kind === "modbus-tcp" ? "Modbus TCP" : "RS485"} ${linkText(bus)}`,
      meters: meters.filter((meter) => meter.bus === bus.id).length,
      isRs485: bus.link.kind !== "modbus-tcp",
    })),
    ...p1Ports.map(({ id, link }) => ({
      name: id,
      place: link.kind === "tty" ? `P1 ${link.path}` : `P1 ${link.host}:${link.port}`,
      meters: meters.filter(({ p1Port }) => p1Port === id).length,
      isRs485: false,
    })),
  ];
}

function brokerTexts({ mqtt }: Installation, { cabinet }: Dictionary): readonly string[] {
  const { embedded, brokers = [], publish = [] } = mqtt;
  const use = (broker: string | undefined) =>
    publish.some((one) => one.broker === broker) ? ` · ${cabinet.publishing}` : "";
  return [
    ...(embedded === undefined
      ? []
      : [
          `${cabinet.own} · ${embedded.host ?? "127.0.0.1"}:${embedded.port ?? 1883}${use(undefined)}`,
        ]),
    ...brokers.map(({ id, url }) => `${id} · ${url}${use(id)}`),
  ];
}

function mailTexts(
  { mail }: Installation,
  { cabinet, mail: words }: Dictionary,
): readonly string[] {
  if (mail === null) return [];
  const { server, port, to, cc = [], report } = mail;
  const rhythm =
    report === undefined ? "" : ` · ${words.settings.rhythms[report.rhythm ?? "month"]}`;
  return [
    `${server}${port === undefined ? "" : `:${port}`}${rhythm}`,
    `${cabinet.recipients} ${[to, ...cc].join(", ")}`,
  ];
}

function channelOf(
  row: ChannelRow,
  { installation, table }: SheetParts,
  words: Dictionary,
  language: Language,
): SheetChannel {
  const meter = installation.meters.find(({ id }) => id === row.meter?.meterId);
  const { factor } = meter ?? {};
  return {
    channelNo: row.channelNo,
    address: placeOf(meter, words),
    type: row.meter?.model ?? "",
    unit: words.states.unitKinds[row.unitKind],
    name: row.name,
    serialNumber: row.meter?.serialNumber ?? "",
    ratio: factor === undefined ? "" : `${factor.numerator}/${factor.denominator}`,
    figures: row.counters.flatMap(({ latest, unit }) =>
      latest === null ? [] : [formatQuantity(latest.index, unit, language)],
    ),
    lastSeen: row.logTime === null ? "" : formatDateTime(row.logTime, table.timeZone, language),
  };
}

function placeOf(
  meter: Installation["meters"][number] | undefined,
  { channel, states }: Dictionary,
): string {
  if (meter === undefined) return "";
  const { bus, address, p1Port, equipmentId, mqtt } = meter;
  if (bus !== undefined) return channel.onBus(bus, String(address ?? ""));
  if (p1Port !== undefined) {
    const port = channel.onPort(p1Port);
    return equipmentId === undefined ? port : `${port}, ${channel.equipment(equipmentId)}`;
  }
  if (mqtt !== undefined) return channel.onMqtt(mqtt.mac, String(mqtt.deviceChannel ?? 1));
  return states.marks.person;
}
