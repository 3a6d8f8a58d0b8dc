/**
 * From a valid configuration to the installation that the gateway runs: defaults filled in, hardware
 * addresses in one spelling, one entry for each channel of the model. Pure.
 */

import {
  type BusConfig,
  type ChannelConfig,
  configDefaults,
  type GatewayConfig,
  type MailConfig,
  type MeterConfig,
  type P1PortConfig,
  type ServerConfig,
  timeServersDefault,
} from "@mega/contract";
import { channelsOfModel, type GatewayModel, type RoundIntervalMinutes } from "@mega/domain";

/** How the pages are served. */
export interface WebSettings {
  readonly port: number;
  /** Plain HTTP for other machines too. */
  readonly plainHttp: boolean;
}

/** What a channel counts, in the leaflet's words. */
export type UnitKind = "Wh+" | "Wh-" | "gas" | "water" | "heat";
/** Languages of pages and exports. */
type Language = "fr" | "nl" | "de" | "en";

/** One channel of the model; one without a meter is not used. */
export interface InstalledChannel {
  readonly channelNo: number;
  readonly name: string;
  readonly config: ChannelConfig | null;
  readonly meter: MeterConfig | null;
}

/** A gateway as configured, with every default filled in. */
export interface Installation {
  readonly location: string;
  readonly timeZone: string;
  readonly model: GatewayModel;
  readonly mac: string;
  readonly language: Language;
  readonly demo: boolean;
  readonly intervalMinutes: RoundIntervalMinutes;
  readonly web: WebSettings;
  readonly buses: readonly BusConfig[];
  readonly p1Ports: readonly P1PortConfig[];
  readonly mqtt: NonNullable<GatewayConfig["mqtt"]>;
  /** Asked in their order. */
  readonly timeServers: readonly string[];
  /** Null where no mail is sent. */
  readonly mail: MailConfig | null;
  /** Null where nothing leaves the gateway. */
  readonly server: ServerConfig | null;
  readonly meters: readonly MeterConfig[];
  readonly channels: readonly InstalledChannel[];
}

/** Fills the defaults in. `machineMac` is used where the file names none. */
export function installationOf(config: GatewayConfig, machineMac: string): Installation {
  const meters = (config.meters ?? []).map(withPlainMac);
  const meterById = new Map(meters.map((meter) => [meter.id, meter]));
  const channelByNo = new Map((config.channels ?? []).map((channel) => [channel.no, channel]));
  const channels = Array.from({ length: channelsOfModel[config.gateway.model] }, (_, index) => {
    const channel = channelByNo.get(index + 1) ?? null;
    const meter = channel?.meter === undefined ? null : (meterById.get(channel.meter) ?? null);
    return { channelNo: index + 1, name: channel?.name ?? "", config: channel, meter };
  });
  return {
    location: config.building.name,
    timeZone: config.building.timeZone ?? configDefaults.timeZone,
    model: config.gateway.model,
    mac: pairs(macDigits(config.gateway.mac ?? machineMac)),
    language: config.gateway.language ?? configDefaults.language,
    demo: config.gateway.demo ?? configDefaults.demo,
    intervalMinutes: config.rounds?.intervalMinutes ?? configDefaults.intervalMinutes,
    web: {
      port: config.web?.port ?? configDefaults.webPort,
      plainHttp: config.web?.plainHttp ?? false,
    },
    buses: config.buses ?? [],
    p1Ports: config.p1Ports ?? [],
    mqtt: config.mqtt ?? {},
    timeServers: config.time?.servers ?? timeServersDefault,
    mail: config.mail ?? null,
    server: config.server ?? null,
    meters,
    channels,
  };
}

/** Topics and log-ins hold the address as 12 digits, whatever the file's spelling. */
function withPlainMac(meter: MeterConfig): MeterConfig {
  const { mqtt } = meter;
  return mqtt === undefined ? meter : { ...meter, mqtt: { ...mqtt, mac: macDigits(mqtt.mac) } };
}

/** "A4-CF-12-B3-D4-E5" → "a4cf12b3d4e5". */
function macDigits(mac: string): string {
  return mac.replace(/[^0-9a-fA-F]/g, "").toLowerCase();
}

/** "a4cf12b3d4e5" → "a4:cf:12:b3:d4:e5". */
function pairs(digits: string): string {
  return (digits.match(/../g) ?? []).join(":");
}
