/**
 * The columns of rows of channels, in the order of the editor: what an installer knows of a channel
 * and of its meter on one line.
 */

import { dictionaries } from "@mega/locale";

/** Columns in their order. */
export const rowColumns = [
  "channel",
  "address",
  "profile",
  "unit",
  "name",
  "errorMail",
  "login",
  "address1",
  "address2",
  "bus",
  "mac",
  "deviceChannel",
  "token",
  "serialNumber",
  "broker",
  "topic",
  "equipmentId",
  "meter",
  "counter1",
  "counter2",
] as const;
/** A column of rows of channels. */
export type RowColumn = (typeof rowColumns)[number];

/** Other heads that people use, the leaflet's among them. */
const otherHeads: Readonly<Record<string, RowColumn>> = {
  canal: "channel",
  kanaal: "channel",
  kanal: "channel",
  addr: "address",
  modbus: "address",
  kind: "profile",
  units: "unit",
  unites: "unit",
  alert: "errorMail",
  alerte: "errorMail",
  p1: "bus",
  serial: "serialNumber",
};

/** A head as it is compared: letters and digits only, without accents and case. */
function plainHead(head: string): string {
  return head
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");
}

const headsKnown: ReadonlyMap<string, RowColumn> = new Map([
  ...Object.entries(otherHeads),
  ...rowColumns.map((column) => [plainHead(column), column] as const),
  ...Object.values(dictionaries).flatMap(({ channelRows }) =>
    rowColumns.map((column) => [plainHead(channelRows[column]), column] as const),
  ),
]);

/** The column that a head names in any of the four languages. */
export function columnNamed(head: string): RowColumn | undefined {
  return headsKnown.get(plainHead(head));
}
