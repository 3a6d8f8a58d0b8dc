/** Where a meter is, in the language of the page; the gateway writes it in English for programs. */

import type { Dictionary } from "@mega/locale";

/** The words for a place; one of an unknown form stays as the gateway wrote it. */
export function placeText(address: string, { channel, states }: Dictionary): string {
  const bus = /^bus (\S+), address (\d+)$/.exec(address);
  if (bus !== null) return channel.onBus(bus[1] ?? "", bus[2] ?? "");
  const port = /^P1 port ([^,\s]+)(?:, equipment (\S+))?$/.exec(address);
  if (port !== null) {
    const place = channel.onPort(port[1] ?? "");
    return port[2] === undefined ? place : `${place}, ${channel.equipment(port[2])}`;
  }
  if (address.startsWith("read by a person")) return states.marks.person;
  const device = /^MQTT (\S+), channel (\d+)$/.exec(address);
  return device === null ? address : channel.onMqtt(device[1] ?? "", device[2] ?? "");
}
