/**
 * Descriptions by which Home Assistant adds the gateway and its channels by itself (MQTT discovery of
 * whole devices, Home Assistant 2024.11 and later). Ids come from the hardware address and the
 * channel's number: a new name changes nothing that statistics hang on. Pure.
 */

import type { Medium, Unit } from "@mega/domain";
import type { ChannelFacts, CounterFacts } from "../figures/channel-facts.ts";
import { fieldOf } from "./state-message.ts";
import type { Topics } from "./topics.ts";

/** What of the gateway is described. */
export interface DescribedGateway {
  readonly gatewayId: string;
  readonly topics: Topics;
  readonly model: string;
  readonly location: string;
  readonly version: string;
  /** Words for counters and the rest in the gateway's language. */
  readonly words: DiscoveryWords;
}

/** Names that a person sees in Home Assistant. */
interface DiscoveryWords {
  readonly counters: Readonly<Record<string, string>>;
  readonly power: string;
  readonly lastReading: string;
  readonly busErrors: string;
  readonly started: string;
}

/** Id of a channel's device. */
export function channelDeviceId(gatewayId: string, channelNo: number): string {
  return `mega_${gatewayId}_ch${channelNo}`;
}

/** Id of the gateway's device. */
export function gatewayDeviceId(gatewayId: string): string {
  return `mega_${gatewayId}`;
}

/** The description of a channel. */
export function channelDescription(
  gateway: DescribedGateway,
  channel: ChannelFacts,
  live: boolean,
): string {
  const { gatewayId, topics, words } = gateway;
  const { channelNo, name, model, serialNumber } = channel;
  const deviceId = channelDeviceId(gatewayId, channelNo);
  const sensors = channel.counters.map((counter) => counterSensor(deviceId, counter, words));
  const power = {
    p: "sensor",
    uniq_id: `${deviceId}_power`,
    name: words.power,
    dev_cla: "power",
    stat_cla: "measurement",
    unit_of_meas: "W",
    val_tpl: templateOf("power_w"),
  };
  return JSON.stringify({
    dev: {
      ids: [deviceId],
      name: `CH${channelNo} ${name}`.trim(),
      ...(model === "" ? {} : { mdl: model }),
      ...(serialNumber === null ? {} : { sn: serialNumber }),
      via_device: gatewayDeviceId(gatewayId),
    },
    o: originOf(gateway),
    avty: [{ t: topics.status }, { t: topics.channelStatus(channelNo) }],
    avty_mode: "all",
    stat_t: topics.channelState(channelNo),
    qos: 1,
    cmps: {
      ...Object.fromEntries(sensors),
      ...(live && channel.hasPower ? { power } : {}),
      last: {
        p: "sensor",
        uniq_id: `${deviceId}_last`,
        name: words.lastReading,
        dev_cla: "timestamp",
        ent_cat: "diagnostic",
        val_tpl: templateOf("ts"),
      },
    },
  });
}

/** The description of the gateway itself. */
export function gatewayDescription(gateway: DescribedGateway): string {
  const { gatewayId, topics, words, model, location, version } = gateway;
  const deviceId = gatewayDeviceId(gatewayId);
  const common = { p: "sensor", ent_cat: "diagnostic" };
  return JSON.stringify({
    dev: { ids: [deviceId], name: `MEGA ${location}`, mdl: model, sw: version },
    o: originOf(gateway),
    avty: [{ t: topics.status }],
    stat_t: topics.bus,
    qos: 1,
    cmps: {
      errors: {
        ...common,
        uniq_id: `${deviceId}_errors`,
        name: words.busErrors,
        stat_cla: "total_increasing",
        val_tpl: templateOf("errors"),
      },
      started: {
        ...common,
        uniq_id: `${deviceId}_started`,
        name: words.started,
        dev_cla: "timestamp",
        val_tpl: templateOf("started"),
      },
      version: {
        ...common,
        uniq_id: `${deviceId}_version`,
        name: "Version",
        val_tpl: templateOf("version"),
      },
    },
  });
}

function originOf({ version }: DescribedGateway): object {
  return { name: "mega", sw: version };
}

function counterSensor(
  deviceId: string,
  { counterId, medium, unit, decimals }: CounterFacts,
  words: DiscoveryWords,
): [string, object] {
  const field = fieldOf(counterId);
  const deviceClass = deviceClassOf(medium, unit);
  return [
    field,
    {
      p: "sensor",
      uniq_id: `${deviceId}_${field}`,
      name: words.counters[counterId] ?? counterId,
      ...(deviceClass === undefined ? {} : { dev_cla: deviceClass }),
      stat_cla: "total_increasing",
      unit_of_meas: unit === "m3" ? "m³" : unit,
      sug_dsp_prc: decimals,
      val_tpl: templateOf(field),
    },
  ];
}

/** A message without the field leaves the sensor as it is. */
function templateOf(field: string): string {
  return `{{ value_json.${field} | default('') }}`;
}

/** The class that Home Assistant admits with the unit; gas in kWh is energy, not gas. */
function deviceClassOf(medium: Medium, unit: Unit): string | undefined {
  switch (unit) {
    case "kWh":
    case "MWh":
    case "GJ":
      return "energy";
    case "m3":
      if (medium === "gas") return "gas";
      return medium === "water" || medium === "hotWater" ? "water" : "volume";
    case "kvarh":
      return undefined;
  }
}
