/**
 * The figures as a tenant may see them: his channels, from the begin to the end of each stay. Another
 * channel is answered like one that the gateway does not have, by the same way in the code.
 */

import type { CountersTable } from "@mega/contract";
import { latestMonths, MONTHS_SHOWN, type MonthKey, monthOf, monthSpan } from "@mega/domain";
import { type ChannelInput, countersTable, tableAt } from "@mega/reports";
import type { FiguresGround, KnownAttempts } from "../ports.ts";
import { noChannel } from "../seen/asked-channel.ts";
import type { SeenChannel, SeenFigures } from "../seen/seen-figures.ts";
import { type ChannelWithoutMonths, channelInput } from "../table/channel-inputs.ts";
import { type Counters, ledgerHeadOf, type TablePart } from "../table/counters.ts";
import { monthsOutside, tablePart } from "../table/table-part.ts";
import { newestReadings } from "./newest-readings.ts";
import { stayMonths } from "./stay-months.ts";
import { computedView, toldView } from "./stay-view.ts";
import { begunStays, isWithin, type Stay, touchesStay } from "./stays.ts";

/** What a tenant sees at this moment. */
export function tenantFigures(
  ground: FiguresGround,
  counters: Counters,
  grants: readonly Stay[],
  hoursOf: SeenFigures["hoursOf"],
): SeenFigures {
  const nowMs = ground.clock.nowMs();
  const { installation } = ground;
  const stays = begunStays(grants, nowMs).filter(({ channelNo }) =>
    installation.channels.some((channel) => channel.channelNo === channelNo),
  );
  const own = new Set(stays.map(({ channelNo }) => channelNo));
  const { timeZone } = installation;
  const channel = async (channelNo: number) => {
    const stay = stays.find((one) => one.channelNo === channelNo);
    if (stay === undefined) throw noChannel(ground, channelNo);
    return seenChannel(ground, counters, stay, nowMs);
  };
  return {
    hoursOf,
    channel,
    part: (query) => {
      const asked = tablePart(query, installation, nowMs, own);
      const months = asked.months?.filter((month) => isSeen(stays, month, timeZone));
      if (months?.length === 0) throw monthsOutside(query.months);
      return { channels: asked.channels ?? own, ...(months === undefined ? {} : { months }) };
    },
    table: (part) => {
      const shown = stays.filter(({ channelNo }) => part.channels?.has(channelNo) !== false);
      return tenantTable(ground, shown, part, { nowMs, channel });
    },
  };
}

async function seenChannel(
  ground: FiguresGround,
  counters: Counters,
  stay: Stay,
  nowMs: number,
): Promise<SeenChannel> {
  const { ledger, planned, installation } = ground;
  const { channelNo } = stay;
  const installed = installation.channels.find((one) => one.channelNo === channelNo);
  if (installed === undefined) throw noChannel(ground, channelNo);
  const view = ledger.snapshot();
  const told = toldView(view, stay, await newestReadings(ledger, view, stay));
  const attempts = attemptsWithin(counters.attempts, stay);
  const input = channelInput({ planned, view: told, attempts }, installed);
  const { timeZone } = installation;
  const { months } = counters;
  return {
    installed,
    told,
    computed: computedView(view, stay, timeZone),
    attempts,
    input: stay.toMs === null ? withOwnSerial(input, told) : withoutPresent(input),
    isSeenAt: (atMs) => isWithin(stay, atMs),
    isSeenIn: (span) => touchesStay(stay, span),
    monthsOf: (asked) => stayMonths({ ledger, months, view, stay, timeZone, nowMs }, asked),
  };
}

/** Attempts outside of the stay are not told; one that goes on began for the tenant with his stay. */
function attemptsWithin(attempts: KnownAttempts, stay: Stay): KnownAttempts {
  return {
    of: (meterId, counterId) => {
      const found = attempts.of(meterId, counterId);
      if (found === undefined || !isWithin(stay, found.takenAtMs)) return undefined;
      return { ...found, sinceMs: Math.max(found.sinceMs, stay.fromMs) };
    },
  };
}

/** Before the first reading of the stay no serial number is told but the configured one. */
function withOwnSerial(
  input: ChannelWithoutMonths,
  told: SeenChannel["told"],
): ChannelWithoutMonths {
  if (input.meter === null || told.sources.size > 0) return input;
  return { ...input, meter: { ...input.meter, serialNumber: null } };
}

/** Name and meter are those of today; a former tenant sees nothing of after his stay. */
function withoutPresent(input: ChannelWithoutMonths): ChannelWithoutMonths {
  return { ...input, name: "", meter: null };
}

interface TableWays {
  readonly nowMs: number;
  readonly channel: SeenFigures["channel"];
}

async function tenantTable(
  { installation, ledger, clockState, version }: FiguresGround,
  stays: readonly Stay[],
  part: TablePart,
  { nowMs, channel }: TableWays,
): Promise<CountersTable> {
  const { model, mac, location, demo, timeZone } = installation;
  const months = part.months ?? newestMonths(stays, nowMs, timeZone);
  const channels: ChannelInput[] = [];
  for (const { channelNo } of stays) {
    const { input, monthsOf } = await channel(channelNo);
    channels.push({ ...input, months: await monthsOf(months) });
  }
  const table = countersTable({
    nowMs,
    timeZone,
    gateway: { model, mac, location, demo, version },
    clockState: clockState(),
    head: ledgerHeadOf(ledger.snapshot()),
    months,
    channels,
  });
  // A channel is shown as it was at the end of a stay that has ended.
  const rows = table.rows.map((row, at) => {
    const endedMs = stays[at]?.toMs ?? null;
    if (endedMs === null) return row;
    return tableAt(table, channels, { nowMs: endedMs, clockState: clockState() }).rows[at] ?? row;
  });
  return { ...table, rows };
}

/** The newest twelve months up to the end of the last stay, as far as a stay touches them. */
function newestMonths(stays: readonly Stay[], nowMs: number, timeZone: string): MonthKey[] {
  const lastMs = Math.max(...stays.map(({ toMs }) => (toMs === null ? nowMs : toMs - 1)));
  if (!Number.isFinite(lastMs)) return [monthOf(nowMs, timeZone)];
  const months = latestMonths(lastMs, timeZone, MONTHS_SHOWN);
  return months.filter((month) => isSeen(stays, month, timeZone));
}

function isSeen(stays: readonly Stay[], month: MonthKey, timeZone: string): boolean {
  const span = monthSpan(month, timeZone);
  return stays.some((stay) => touchesStay(stay, span));
}
