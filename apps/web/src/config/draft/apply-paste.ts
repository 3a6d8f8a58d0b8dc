/** A pasted table into the draft, row by row, as if a person had typed it. Pure. */

import type { GatewayConfig, ProfileInfo } from "@mega/contract";
import { meterOf, patched } from "./document.ts";
import { chooseKind, type EditGround, editChannel, editMeter, renameChannel } from "./edit-row.ts";
import { kindMeant } from "./kinds.ts";
import { type PastedRow, type PasteProposal, unitMeant, yesMeant } from "./paste.ts";
import type { PasteColumn } from "./paste-columns.ts";
import { readMac } from "./rules.ts";

/** The draft with a proposal that has no faults. */
export function applyPaste(
  draft: GatewayConfig,
  proposal: PasteProposal,
  profiles: readonly ProfileInfo[],
  ground: EditGround,
): GatewayConfig {
  return proposal.rows.reduce((before, row) => applyRow(before, row, profiles, ground), draft);
}

function applyRow(
  draft: GatewayConfig,
  row: PastedRow,
  profiles: readonly ProfileInfo[],
  ground: EditGround,
): GatewayConfig {
  const { channelNo } = row;
  const cell = (column: PasteColumn) => {
    const text = row.cells.find((one) => one.column === column)?.text ?? "";
    return text === "" ? undefined : text;
  };
  let next = draft;
  // The name comes first: a new meter is named after it.
  const name = cell("name");
  if (name !== undefined) next = renameChannel(next, channelNo, name, ground);
  const kind = kindMeant(cell("profile") ?? "", profiles);
  if (kind !== undefined) next = chooseKind(next, channelNo, kind, ground);
  const unit = unitMeant(cell("unit") ?? "?");
  if (unit !== undefined) next = editChannel(next, channelNo, { unit });
  const errorMail = cell("errorMail");
  if (errorMail !== undefined)
    next = editChannel(next, channelNo, { errorMail: yesMeant(errorMail) === true || undefined });
  for (const field of ["login", "address1", "address2"] as const) {
    const text = cell(field);
    if (text !== undefined) next = editChannel(next, channelNo, { [field]: text });
  }
  return withPlace(next, channelNo, cell);
}

function withPlace(
  draft: GatewayConfig,
  channelNo: number,
  cell: (column: PasteColumn) => string | undefined,
): GatewayConfig {
  const meter = meterOf(draft, channelNo);
  if (meter === undefined) return draft;
  const serialNumber = cell("serialNumber");
  let next = serialNumber === undefined ? draft : editMeter(draft, channelNo, { serialNumber });
  const line = cell("bus");
  if (meter.mqtt !== undefined) {
    const mac = readMac(cell("mac") ?? "");
    const deviceChannel = cell("deviceChannel");
    const token = cell("token");
    const mqtt = patched(meter.mqtt, {
      ...(mac.kind === "value" ? { mac: mac.value } : {}),
      ...(deviceChannel === undefined ? {} : { deviceChannel: Number(deviceChannel) }),
      ...(token === undefined ? {} : { token }),
    });
    return editMeter(next, channelNo, { mqtt });
  }
  if (meter.p1Port !== undefined) {
    return line === undefined ? next : editMeter(next, channelNo, { p1Port: line });
  }
  if (meter.manual !== undefined) return next;
  const address = Number(cell("address") ?? "0");
  if (line !== undefined) next = editMeter(next, channelNo, { bus: line });
  return address === 0 ? next : editMeter(next, channelNo, { address });
}
