/** What of a gateway's configuration a manager sets from afar: the fields, and what changed in them. Pure. */

import type { GatewaySettings, NewChange } from "@mega/contract";
import { type ReportDraft, timesOf } from "../figures/report-draft.ts";

type SettingsChange = Extract<NewChange, { readonly kind: "set-configuration" }>["change"];

/** A channel's fields; empty where there is nothing. */
export interface ChannelDraft {
  readonly no: number;
  readonly name: string;
  readonly address1: string;
  readonly address2: string;
  readonly errorMail: boolean;
}

/** The fields. */
export interface SettingsDraft {
  readonly building: string;
  readonly channels: readonly ChannelDraft[];
  /** Null where the gateway has no mail server. */
  readonly report: ReportDraft | null;
}

/** Characters of a name; the gateway's rule. */
const NAME_MIN = 4;
export const NAME_MAX = 31;
export const ADDRESS_LINE_MAX = 60;

/** The fields as the newest version at the server has them. */
export function draftOf({ building, channels, report }: GatewaySettings): SettingsDraft {
  return {
    building: building.name,
    channels: channels.map(({ no, name, address1, address2, errorMail }) => ({
      ...{ no, name, errorMail },
      address1: address1 ?? "",
      address2: address2 ?? "",
    })),
    report:
      report === null
        ? null
        : { ...report, cc: report.cc.join(", "), dayOfMonth: String(report.dayOfMonth) },
  };
}

/** Whether a name of a channel is one. */
export function isName(name: string): boolean {
  return name.length >= NAME_MIN && name.length <= NAME_MAX;
}

/** What differs; null where nothing does, undefined while a field does not fit. */
export function changeOf(
  draft: SettingsDraft,
  stored: GatewaySettings,
): SettingsChange | null | undefined {
  const before = draftOf(stored);
  const changed = draft.channels.filter((channel, index) =>
    isOther(channel, before.channels[index]),
  );
  if (changed.some(({ name }) => !isName(name)) || draft.building.trim() === "") return undefined;
  const report = reportOf(draft.report, before.report);
  if (report === undefined) return undefined;
  const change: SettingsChange = {
    ...(draft.building === before.building ? {} : { building: { name: draft.building } }),
    ...(changed.length === 0 ? {} : { channels: changed.map(setChannel) }),
    ...(report === null ? {} : { report }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

function isOther(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}

function setChannel({ no, name, address1, address2, errorMail }: ChannelDraft) {
  const line = (text: string) => (text.trim() === "" ? null : text.trim());
  return { no, name, address1: line(address1), address2: line(address2), errorMail };
}

function reportOf(
  draft: ReportDraft | null,
  before: ReportDraft | null,
): SettingsChange["report"] | null | undefined {
  if (draft === null || !isOther(draft, before)) return null;
  const times = timesOf(draft);
  if (times === null || times.formats.length === 0) return undefined;
  const rhythm = rhythms.find((one) => one === draft.rhythm);
  return rhythm === undefined ? undefined : { rhythm, ...times };
}

/** How often the gateway's own report goes out. */
export const rhythms = ["hour", "day", "week", "month", "off"] as const;
