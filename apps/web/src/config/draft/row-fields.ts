/** The fields of a row by name, and their values as text, so that rows can be compared. Pure. */

import type { DraftRow } from "./document.ts";

/** Fields of a row in the order in which a person meets them. */
export const rowFields = [
  "profile",
  "sharing",
  "bus",
  "p1Port",
  "broker",
  "address",
  "equipmentId",
  "mac",
  "deviceChannel",
  "token",
  "topic",
  "pointer",
  "payloadUnit",
  "displayUnit",
  "decimals",
  "rolloverAt",
  "unit",
  "name",
  "errorMail",
  "login",
  "address1",
  "address2",
  "serialNumber",
  "factor",
  "ratedMaximumPerHour",
  "medium",
  "energyUnit",
  "inputs",
  "counter1",
  "counter2",
  "inTotals",
] as const;
/** A field of a row. */
export type RowField = (typeof rowFields)[number];

/** The name under which a field's message and place are known: "/row/3/address". */
export function rowKey(channelNo: number, field: RowField): string {
  return `/row/${channelNo}/${field}`;
}

/** The values of a row as text; undefined where nothing is set. */
export function rowValues(row: DraftRow): Readonly<Record<RowField, string | undefined>> {
  const { channel, meter } = row;
  const mqtt = meter?.mqtt;
  const manual = meter?.manual;
  const decimals = mqtt?.decimals ?? manual?.decimals;
  const factor = meter?.factor;
  return {
    profile: meter?.profile,
    sharing: meter?.id,
    bus: meter?.bus,
    p1Port: meter?.p1Port,
    broker: mqtt?.broker,
    address: meter?.address === undefined ? undefined : String(meter.address),
    equipmentId: meter?.equipmentId,
    mac: mqtt?.mac,
    deviceChannel: mqtt?.deviceChannel === undefined ? undefined : String(mqtt.deviceChannel),
    token: mqtt?.token,
    topic: mqtt?.topic,
    pointer: mqtt?.pointer,
    payloadUnit: mqtt?.unit,
    displayUnit: manual?.unit,
    decimals: decimals === undefined ? undefined : String(decimals),
    rolloverAt: manual?.rolloverAt,
    unit: channel?.unit,
    name: channel?.name,
    errorMail: channel?.errorMail === undefined ? undefined : String(channel.errorMail),
    login: channel?.login,
    address1: channel?.address1,
    address2: channel?.address2,
    serialNumber: meter?.serialNumber,
    factor: factor === undefined ? undefined : `${factor.numerator}/${factor.denominator}`,
    ratedMaximumPerHour: meter?.ratedMaximumPerHour,
    medium: meter?.medium,
    energyUnit: meter?.energyUnit,
    inputs: meter?.inputs === undefined ? undefined : JSON.stringify(meter.inputs),
    counter1: channel?.counter1,
    counter2: channel?.counter2,
    inTotals: channel?.inTotals === undefined ? undefined : String(channel.inTotals),
  };
}
