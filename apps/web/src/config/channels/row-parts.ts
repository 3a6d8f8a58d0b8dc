/** What the parts of a row have in common. */

import type { ChannelRow as Figures, GatewayConfig } from "@mega/contract";
import type { DraftRow } from "../draft/document.ts";
import { type RowField, rowKey } from "../draft/row-fields.ts";
import { messageAt } from "../state/messages.ts";

/** What a row is drawn from. */
export interface ChannelRowProps {
  readonly row: DraftRow;
  /** What the gateway shows for the channel as stored. */
  readonly figures: Figures | undefined;
  readonly isOpen: boolean;
  readonly buses: GatewayConfig["buses"];
  readonly p1Ports: GatewayConfig["p1Ports"];
  readonly mqtt: GatewayConfig["mqtt"];
}

/** The message of a field that is said in the row's own line. */
export function quiet(channelNo: number, field: RowField) {
  const message = messageAt(rowKey(channelNo, field));
  return message === undefined ? {} : { invalidBy: `ch${channelNo}-${field}-message` };
}
