/** What is kept of gateways in the words of the portal. Pure: the instant is given. */

import {
  type BuildingGlance,
  type ChannelTrouble,
  type GatewayGlance,
  GLANCE_HOURS,
  type GlanceChannel,
  NAMED_PROBLEMS_MAX,
} from "@mega/contract";
import { nextReportDueMs, type ReportSchedule, toUtcString } from "@mega/domain";
import type { GatewaySetup, SetUpChannel } from "./gateway-setup.ts";
import { hourOf, movedBy, type RoundGlance } from "./round-glance.ts";

const HOUR_MS = 3_600_000;
/** Without a reading for so long a channel is silent, as in the table of counters. */
const SILENT_AFTER_MS = 2 * HOUR_MS;
const letters = "-npa";
const worst: readonly ChannelTrouble["kind"][] = ["quarantined", "silent", "never"];

/** The moment at which something is told. */
export interface GlanceMoment {
  readonly nowMs: number;
  /** When the next report falls due: asked for many gateways of which most have the same rhythm. */
  readonly nextReportMs: (report: ReportSchedule, timeZone: string) => number | null;
}

/** The moment of one answer. */
export function glanceMoment(nowMs: number): GlanceMoment {
  const known = new Map<string, number | null>();
  return {
    nowMs,
    nextReportMs(report, timeZone) {
      const name = `${timeZone} ${JSON.stringify(report)}`;
      const due = known.get(name) ?? nextReportDueMs(report, nowMs, timeZone);
      known.set(name, due);
      return due;
    },
  };
}

/**
 * A gateway at this moment.
 *
 * @param mailedHere By which rhythm the server mails reports of it
 */
export function gatewayGlance(
  setup: GatewaySetup,
  glance: RoundGlance,
  { nowMs, nextReportMs }: GlanceMoment,
  mailedHere: ReportSchedule = { kind: "off" },
): GatewayGlance {
  const { location, timeZone, report } = setup;
  const next = [report, mailedHere].flatMap((rhythm) => nextReportMs(rhythm, timeZone) ?? []);
  const nextMs = next.length === 0 ? null : Math.min(...next);
  return {
    ...shownHours(glance, nowMs),
    lastReadingAt: glance.readAtMs === null ? null : toUtcString(glance.readAtMs),
    nextReportAt: nextMs === null ? null : toUtcString(nextMs),
    timeZone,
    location,
    channels: setup.channels.map((channel) => ({
      channelNo: channel.channelNo,
      name: channel.name,
      trouble: troubleOf(channel, glance, nowMs),
    })),
  };
}

/** The gateways of a building together; null where none has one. */
export function buildingGlance(glances: readonly GatewayGlance[]): BuildingGlance | null {
  const [first] = glances;
  if (first === undefined) return null;
  const channels = glances.flatMap((glance) => glance.channels);
  const troubled = channels.filter(({ trouble }) => trouble !== null).sort(byTrouble);
  const hoursFrom = glances.map((glance) => glance.hoursFrom).sort()[0] ?? first.hoursFrom;
  return {
    hours: worstHours(glances, hoursFrom),
    hoursFrom,
    lastReadingAt: newest(glances.map(({ lastReadingAt }) => lastReadingAt)),
    nextReportAt: glances.flatMap(({ nextReportAt }) => nextReportAt ?? []).sort()[0] ?? null,
    timeZone: first.timeZone,
    channels: channels.length,
    troubled: troubled.length,
    named: troubled.slice(0, NAMED_PROBLEMS_MAX),
  };
}

/** The newest of some instants. */
function newest(instants: readonly (string | null)[]): string | null {
  return (
    instants
      .flatMap((instant) => instant ?? [])
      .sort()
      .at(-1) ?? null
  );
}

/** The row ends with the hour of the newest round, or with the hour before this one. */
function shownHours(
  { dueAtMs, hours }: RoundGlance,
  nowMs: number,
): Pick<GatewayGlance, "hours" | "hoursFrom"> {
  const due = hourOf(dueAtMs ?? nowMs);
  const last = Math.max(due, hourOf(nowMs) - 1);
  const shown = [...movedBy(hours, last - due)];
  return {
    hours: shown.map((state) => letters[state] ?? "-").join(""),
    hoursFrom: toUtcString((last - GLANCE_HOURS + 1) * HOUR_MS),
  };
}

/** Of several rows the worst of each hour; a row that ends later counts from where the first begins. */
function worstHours(glances: readonly GatewayGlance[], hoursFrom: string): string {
  const from = hourOf(Date.parse(hoursFrom));
  return Array.from({ length: GLANCE_HOURS }, (_, at) => {
    const states = glances.map(({ hours, hoursFrom: own }) => {
      return letters.indexOf(hours[from + at - hourOf(Date.parse(own))] ?? "-");
    });
    return letters[Math.min(...states)] ?? "-";
  }).join("");
}

function troubleOf(
  { channelNo, byPerson }: SetUpChannel,
  { bound, unanswered, waiting }: RoundGlance,
  nowMs: number,
): ChannelTrouble | null {
  if (byPerson) return null;
  const sources = bound.get(channelNo);
  if (sources === undefined) return { kind: "never", since: null };
  const open = sources.flatMap((sourceNo) => waiting.get(sourceNo)?.sinceMs ?? []);
  if (open.length > 0) return { kind: "quarantined", since: toUtcString(Math.min(...open)) };
  const silent = sources.flatMap((sourceNo) => unanswered.get(sourceNo) ?? []);
  const sinceMs = silent.length === 0 ? nowMs : Math.min(...silent);
  if (nowMs - sinceMs <= SILENT_AFTER_MS) return null;
  return { kind: "silent", since: toUtcString(sinceMs) };
}

function byTrouble(a: GlanceChannel, b: GlanceChannel): number {
  return rankOf(a) - rankOf(b) || a.channelNo - b.channelNo;
}

function rankOf({ trouble }: GlanceChannel): number {
  return trouble === null ? worst.length : worst.indexOf(trouble.kind);
}
