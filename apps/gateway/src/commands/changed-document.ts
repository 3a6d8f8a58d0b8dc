/** A configuration with what a server may set of it. Nothing else of the document is touched. Pure. */

import type { SettingsChange } from "@mega/contract";
import { MegaError } from "@mega/domain";

type Group = Readonly<Record<string, unknown>>;

/**
 * The document with the change.
 *
 * @throws MegaError REQUEST_INVALID for a channel that the document does not have, CONFLICT for reports
 *   where it has no mail server
 */
export function changedDocument(document: Group, change: SettingsChange): Group {
  const { building, channels, report } = change;
  return {
    ...document,
    ...(building === undefined
      ? {}
      : { building: { ...(document["building"] as Group), name: building.name } }),
    ...(channels === undefined ? {} : { channels: withChannels(document["channels"], channels) }),
    ...(report === undefined ? {} : { mail: withReport(document["mail"], report) }),
  };
}

function withChannels(
  before: unknown,
  changes: NonNullable<SettingsChange["channels"]>,
): readonly Group[] {
  const list = Array.isArray(before) ? (before as readonly Group[]) : [];
  const known = new Set(list.map(({ no }) => no));
  const stranger = changes.find(({ no }) => !known.has(no));
  if (stranger !== undefined) {
    throw new MegaError("REQUEST_INVALID", `/channels: there is no channel ${stranger.no}`, {
      context: { field: "/channels", value: stranger.no, allowed: "a configured channel" },
    });
  }
  const byNo = new Map(changes.map((one) => [one.no, one]));
  return list.map((channel) => {
    const { no: _no, ...set } = byNo.get(Number(channel["no"])) ?? { no: 0 };
    return withSet(channel, set);
  });
}

function withReport(before: unknown, change: NonNullable<SettingsChange["report"]>): Group {
  if (typeof before !== "object" || before === null) {
    throw new MegaError("CONFLICT", "/mail: this gateway has no mail server to send reports by", {
      hint: "Set it on the CONFIG page first.",
    });
  }
  const mail = before as Group;
  const { to, cc, ...report } = change;
  const set = { ...(to === undefined ? {} : { to }), ...(cc === undefined ? {} : { cc }) };
  const known = (mail["report"] ?? {}) as Group;
  const next = Object.keys(report).length === 0 ? {} : { report: { ...known, ...report } };
  return { ...mail, ...set, ...next };
}

/** Null takes a key away; what is left out stays. */
function withSet(channel: Group, set: Group): Group {
  const kept = Object.entries({ ...channel, ...set }).filter(([, value]) => value !== null);
  return Object.fromEntries(kept);
}
